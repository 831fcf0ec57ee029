import { OtherProtocol, RoaCache } from '../../bgp/types';
import { BirdClock } from '../BirdClock';
import { Reply } from '../Reply';

const REFRESH = 3600;
const EXPIRE = 7200;
const RETRY = 600;

/** How an RPKI protocol that is switched on stands with its cache. */
export function cacheStatus({ away }: RoaCache): string {
  return away ? 'Transport-Error' : 'Established';
}

/** What stands below an RPKI protocol in `show protocols all`; nothing below one that is off. */
export function renderRpki(
  reply: Reply,
  clock: BirdClock,
  { cache, disabled, since }: OtherProtocol,
): void {
  if (!cache || disabled) {
    return;
  }
  const say = (text: string) => reply.line(1006, text);
  const { away } = cache;
  const known = away !== 'never';
  const timer = (seconds: number, runs: boolean) =>
    runs ? `${clock.remaining(since, seconds)}/${seconds}` : '---';
  say(`  Cache server:     ${cache.host}`);
  say(`  Cache port:       ${cache.port}`);
  say(`  Status:           ${cacheStatus(cache)}`);
  say('  Transport:        Unprotected over TCP');
  say('  Protocol version: 1');
  say(`  Session ID:       ${known ? cache.sessionId : '---'}`);
  say(`  Serial number:    ${known ? cache.serial : '---'}`);
  const passed = (REFRESH - Number(clock.remaining(since, REFRESH))).toFixed(3);
  say(`  Last update:      ${known ? `before ${passed} s` : '---'}`);
  say(`  Refresh timer   : ${timer(REFRESH, !away)}`);
  say(`  Retry timer     : ${timer(RETRY, away !== undefined)}`);
  say(`  Expire timer    : ${timer(EXPIRE, known)}`);
  for (const [channel, count] of [
    ['roa4', cache.vrps.ipv4],
    ['roa6', cache.vrps.ipv6],
  ] as const) {
    renderTable(say, channel, away, count);
  }
}

function renderTable(
  say: (text: string) => void,
  channel: string,
  away: RoaCache['away'],
  count: number,
): void {
  say(`  Channel ${channel}`);
  const state = away === 'lost' ? 'START' : 'DOWN';
  say(`    State:          ${away ? state : 'UP'}`);
  say(`    Table:          ${channel}t`);
  say('    Preference:     100');
  say('    Input filter:   ACCEPT');
  say('    Output filter:  REJECT');
  if (away === 'never') {
    return;
  }
  const cell = (value: number | string) => String(value).padStart(11);
  const row = (label: string, values: (number | string)[]) =>
    say(`      ${label.padEnd(19)}${values.map(cell).join('')}`.trimEnd());
  say(`    Routes:         ${count} imported, 0 exported, ${count} preferred`);
  say(
    '    Route change stats:     received   rejected   filtered    ignored   accepted',
  );
  row('Import updates:', [count, 0, 0, 0, count]);
  row('Import withdraws:', [0, 0, '---', 0, 0]);
  row('Export updates:', [0, 0, 0, '---', 0]);
  row('Export withdraws:', [0, '---', '---', '---', 0]);
}
