import { OtherProtocol } from '../../bgp/types';
import { BirdClock } from '../BirdClock';
import { Reply } from '../Reply';

const REFRESH = 3600;
const EXPIRE = 7200;
const RETRY = 600;

/** What stands below an RPKI protocol in `show protocols all`. */
export function renderRpki(
  reply: Reply,
  clock: BirdClock,
  { cache, disabled, since }: OtherProtocol,
): void {
  if (!cache) {
    return;
  }
  const say = (text: string) => reply.line(1006, text);
  const up = !disabled;
  const timer = (seconds: number, runs: boolean) =>
    runs ? `${clock.remaining(since, seconds)}/${seconds}` : '---';
  say(`  Cache server:     ${cache.host}`);
  say(`  Cache port:       ${cache.port}`);
  say(`  Status:           ${up ? 'Established' : 'Down'}`);
  say('  Transport:        Unprotected over TCP');
  say('  Protocol version: 1');
  say(`  Session ID:       ${up ? cache.sessionId : '---'}`);
  say(`  Serial number:    ${up ? cache.serial : '---'}`);
  const passed = (REFRESH - Number(clock.remaining(since, REFRESH))).toFixed(3);
  say(`  Last update:      ${up ? `before ${passed} s` : '---'}`);
  say(`  Refresh timer   : ${timer(REFRESH, up)}`);
  say(`  Retry timer     : ${up ? '---' : timer(RETRY, false)}`);
  say(`  Expire timer    : ${timer(EXPIRE, up)}`);
  for (const [channel, count] of [
    ['roa4', cache.vrps.ipv4],
    ['roa6', cache.vrps.ipv6],
  ] as const) {
    renderTable(say, channel, up, count);
  }
}

function renderTable(
  say: (text: string) => void,
  channel: string,
  up: boolean,
  count: number,
): void {
  say(`  Channel ${channel}`);
  say(`    State:          ${up ? 'UP' : 'DOWN'}`);
  say(`    Table:          ${channel}t`);
  say('    Preference:     100');
  say('    Input filter:   ACCEPT');
  say('    Output filter:  REJECT');
  if (!up) {
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
