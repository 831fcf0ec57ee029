import {
  FamilyCounters,
  PrefixLimit,
  SessionFamily,
} from '@orion/backstage-plugin-orion-bgp-common';
import { DetailBlock } from './readDetails';

/** BIRD's names of channels as the AFI/SAFI names the rest of ORION uses. */
const families: Record<string, string> = {
  ipv4: 'ipv4-unicast',
  ipv6: 'ipv6-unicast',
  'ipv4-mc': 'ipv4-multicast',
  'ipv6-mc': 'ipv6-multicast',
  'ipv4-mpls': 'ipv4-labelled-unicast',
  'ipv6-mpls': 'ipv6-labelled-unicast',
  'vpn4-mpls': 'l3vpn-ipv4-unicast',
  'vpn6-mpls': 'l3vpn-ipv6-unicast',
  'vpn4-mc': 'l3vpn-ipv4-multicast',
  'vpn6-mc': 'l3vpn-ipv6-multicast',
  flow4: 'ipv4-flowspec',
  flow6: 'ipv6-flowspec',
};

/** One channel of a BGP session. */
export function parseChannel(channel: DetailBlock): SessionFamily {
  const { title, value } = channel;
  const up = value('State') === 'UP';
  const counters = up ? parseCounters(value('Routes')) : {};
  const family: SessionFamily = {
    family: families[title] ?? title,
    up,
    table: value('Table'),
    importPolicy: value('Input filter'),
    exportPolicy: value('Output filter'),
    counters,
    importLimit: importLimit(channel, counters),
    exportLimit: limit(
      channel,
      'Export limit',
      'after-filters',
      counters.exported?.value,
    ),
    nextHop: value('BGP Next hop'),
    gracefulRestart: value('Neighbor GR') ?? value('GR recovery'),
    changes: changes(channel, 'Import', 'first'),
    exportChanges: changes(channel, 'Export', 'last'),
  };
  return family;
}

/** `3 imported, 2 filtered, 2 exported, 3 preferred`. */
function parseCounters(routes = ''): FamilyCounters {
  const count = (word: string) => {
    const [, digits] = new RegExp(`(\\d+) ${word}`).exec(routes) ?? [];
    return digits === undefined ? undefined : Number(digits);
  };
  const imported = count('imported');
  // Only printed with `import keep filtered`; without it nobody knows.
  const filtered = count('filtered');
  if (imported === undefined) {
    return {};
  }
  return {
    received: {
      definition: 'bird.kept',
      value: filtered === undefined ? undefined : imported + filtered,
    },
    filtered: { definition: 'bird.filtered', value: filtered },
    accepted: { definition: 'bird.imported', value: imported },
    best: { definition: 'bird.preferred', value: count('preferred') },
    exported: { definition: 'bird.exported', value: count('exported') },
  };
}

/** Of the two limits of what comes in, the one that is nearer. */
function importLimit(channel: DetailBlock, counters: FamilyCounters) {
  const { received, accepted } = counters;
  const after = limit(
    channel,
    'Import limit',
    'after-filters',
    accepted?.value,
  );
  const before = limit(
    channel,
    'Receive limit',
    'before-filters',
    received?.value,
  );
  if (!after || !before) {
    return after ?? before;
  }
  const fill = ({ limit: most, used = 0 }: PrefixLimit) => used / most;
  return fill(before) > fill(after) ? before : after;
}

function limit(
  { value, below }: DetailBlock,
  label: string,
  counts: PrefixLimit['counts'],
  used: number | undefined,
): PrefixLimit | undefined {
  const [, digits] = /^(\d+)/.exec(value(label) ?? '') ?? [];
  return digits === undefined
    ? undefined
    : { limit: Number(digits), used, counts, action: below(label, 'Action') };
}

/** Updates and withdrawals, in the column `received` or `accepted`. */
function changes(
  { below }: DetailBlock,
  direction: 'Import' | 'Export',
  column: 'first' | 'last',
): number | undefined {
  const counts = ['updates', 'withdraws'].map(what => {
    const columns = (
      below('Route change stats', `${direction} ${what}`) ?? ''
    ).split(/\s+/);
    return parseInt(columns.at(column === 'first' ? 0 : -1) ?? '', 10);
  });
  return counts.some(Number.isNaN)
    ? undefined
    : counts.reduce((sum, count) => sum + count, 0);
}
