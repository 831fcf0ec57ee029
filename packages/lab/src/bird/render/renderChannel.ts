import { BgpWorld } from '../../bgp/BgpWorld';
import {
  BgpChannel,
  BgpFamily,
  BgpSession,
  ChannelStats,
  OtherProtocol,
} from '../../bgp/types';
import { noStats } from '../../bgp/seed';
import { Reply } from '../Reply';

const preferences = { Device: 0, Kernel: 10, Static: 200, RAdv: 0, RPKI: 100 };

/** A channel of a session below `show protocols all`. */
export function renderChannel(
  world: BgpWorld,
  reply: Reply,
  session: BgpSession,
  channel: BgpChannel,
): void {
  const { family, importLimit, exportLimit } = channel;
  const up = session.state === 'established';
  renderHead(
    reply,
    family,
    up,
    100,
    channel.importPolicy,
    channel.exportPolicy,
  );
  renderLimit(reply, 'Import limit:', importLimit);
  renderLimit(reply, 'Export limit:', exportLimit);
  const table = `    IGP IPv${family.slice(3)} table: master${family.slice(3)}`;
  if (up) {
    const counts = world.counts(session.name, family);
    const routes = {
      imported: counts.imported,
      filtered: channel.keepFiltered ? counts.filtered : undefined,
      exported: world.exports(session, channel).length,
      preferred: counts.preferred,
    };
    renderStats(reply, routes, channel.stats);
    reply.line(1006, `    BGP Next hop:   ${channel.nextHop}`);
  }
  reply.line(1006, table);
}

/** The one channel of a protocol that is no session; device protocols have none. */
export function renderOtherChannel(
  world: BgpWorld,
  reply: Reply,
  other: OtherProtocol,
): void {
  const family = other.type === 'RAdv' ? 'ipv6' : other.family;
  if (!family) {
    return;
  }
  const kernel = other.type === 'Kernel';
  renderHead(
    reply,
    family,
    !other.disabled,
    preferences[other.type],
    kernel ? 'REJECT' : 'ACCEPT',
    other.exports === 'all' ? 'ACCEPT' : 'REJECT',
  );
  if (other.disabled) {
    return;
  }
  const { imported, preferred } = world.counts(other.name, family);
  const exported = world.exports(other, { ...other, family }).length;
  // Static protocols are not told of routes at all.
  const seen = other.type === 'Static' ? 0 : world.table(family).size;
  renderStats(
    reply,
    { imported, preferred, exported },
    {
      ...noStats(),
      importUpdates: imported,
      importUpdatesAccepted: imported,
      exportUpdates: seen,
      exportUpdatesRejected: seen - exported,
      exportUpdatesAccepted: exported,
    },
  );
}

function renderHead(
  reply: Reply,
  family: BgpFamily,
  up: boolean,
  preference: number,
  importPolicy: string,
  exportPolicy: string,
): void {
  reply
    .line(1006, `  Channel ${family}`)
    .line(1006, `    State:          ${up ? 'UP' : 'DOWN'}`)
    .line(1006, `    Table:          master${family.slice(3)}`)
    .line(1006, `    Preference:     ${preference}`)
    .line(1006, `    Input filter:   ${importPolicy}`)
    .line(1006, `    Output filter:  ${exportPolicy}`);
}

function renderLimit(
  reply: Reply,
  label: string,
  limit: { limit: number; action: string } | undefined,
): void {
  if (limit) {
    reply
      .line(1006, `    ${label.padEnd(16)}${limit.limit}`)
      .line(1006, `      Action:       ${limit.action}`);
  }
}

function renderStats(
  reply: Reply,
  routes: {
    imported: number;
    filtered?: number;
    exported: number;
    preferred: number;
  },
  stats: ChannelStats,
): void {
  const filtered =
    routes.filtered === undefined ? '' : ` ${routes.filtered} filtered,`;
  const row = (label: string, ...counts: (number | '---')[]) =>
    reply.line(
      1006,
      `      ${label.padEnd(19)} ${counts
        .map(count => String(count).padStart(10))
        .join(' ')}`,
    );
  reply
    .line(
      1006,
      `    Routes:         ${routes.imported} imported,${filtered} ${routes.exported} exported, ${routes.preferred} preferred`,
    )
    .line(
      1006,
      '    Route change stats:     received   rejected   filtered    ignored   accepted',
    );
  row(
    'Import updates:',
    stats.importUpdates,
    0,
    stats.importUpdatesFiltered,
    0,
    stats.importUpdatesAccepted,
  );
  row(
    'Import withdraws:',
    stats.importWithdraws,
    0,
    '---',
    // A refused update counts as a withdrawal of nothing.
    stats.importWithdraws -
      stats.importWithdrawsAccepted +
      stats.importUpdatesFiltered,
    stats.importWithdrawsAccepted,
  );
  row(
    'Export updates:',
    stats.exportUpdates,
    // Without a filter's verdict: the neighbor's own, or not the best.
    stats.exportUpdatesRejected,
    0,
    '---',
    stats.exportUpdatesAccepted,
  );
  row(
    'Export withdraws:',
    stats.exportWithdraws,
    '---',
    '---',
    '---',
    stats.exportWithdrawsAccepted,
  );
}
