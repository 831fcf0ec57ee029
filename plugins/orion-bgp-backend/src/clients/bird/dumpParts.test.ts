import { formatPrefix } from '../../routes/addresses';
import { PrefixKey } from '../../routes/RouteSource';
import { dumpSteps, halvesOf, tableLoads, wholeSpace } from './dumpParts';
import { parseProtocols } from './parseProtocols';
import { fixture, linesOf } from './testing';

const protocol = (name: string, type: string, ...lines: string[]) =>
  [
    `1002-${name.padEnd(10)} ${type.padEnd(10)} ---        up     05:49:58`,
    ...lines.map((line, at) => `${at ? ' ' : '1006-'}${line}`),
  ].join('\n');
const channel = (family: string, state: string, table: string, routes = '') => [
  `  Channel ${family}`,
  `    State:          ${state}`,
  `    Table:          ${table}`,
  ...(routes ? [`    Routes:         ${routes}`] : []),
];
const loadsOf = (reply: Uint8Array, filtered = false) =>
  Object.fromEntries(
    tableLoads(parseProtocols(linesOf(reply)), { filtered }).entries(),
  );

describe('how many routes are in each table', () => {
  it('is what the channels count, refused ones beside them', () => {
    const bird2 = fixture('bird2-protocols-all');
    expect(loadsOf(bird2)).toEqual({ master4: 7, master6: 10, r4: 0 });
    expect(loadsOf(bird2, true)).toMatchObject({ master4: 0, master6: 2 });
    const bird3 = fixture('bird3-protocols-all');
    expect(loadsOf(bird3)).toEqual({ master4: 0, master6: 290_000 });
    expect(loadsOf(bird3, true)).toMatchObject({ master6: 15_000 });
  });

  it('has those of every type of protocol, through a restart and a pipe', () => {
    const reply = Buffer.from(
      `${[
        protocol(
          'he_v4',
          'BGP',
          ...channel('ipv4', 'UP', 't_he', '900 imported, 7 filtered'),
          ...channel('ipv6', 'DOWN', 't_six'),
        ),
        protocol(
          'back_soon',
          'BGP',
          ...channel('ipv4', 'START', 'master4', '40 imported, 0 exported'),
        ),
        protocol(
          'own',
          'Static',
          ...channel('ipv4', 'UP', 'master4', '2 imported, 0 exported'),
        ),
        protocol(
          'p',
          'Pipe',
          '  Channel main',
          '    Table:          t_he',
          '    Peer table:     master4',
          '  Routes:         2 imported, 900 exported',
        ),
        protocol('device1', 'Device'),
      ].join('\n')}\n0000 \n`,
    );
    expect(loadsOf(reply)).toEqual({ t_he: 902, t_six: 0, master4: 942 });
    expect(loadsOf(reply, true)).toEqual({ t_he: 7, t_six: 0, master4: 0 });
  });
});

it('asks for as many tables in a command as a reply holds, and for a long one alone', () => {
  const loads = new Map([
    ['a', 60],
    ['long', 101],
    ['b', 40],
    ['c', 1],
    ['full', 100],
  ]);
  expect(
    dumpSteps(['a', 'long', 'b', 'c', 'unknown', 'full'], loads, 100),
  ).toEqual([
    { tables: ['a', 'b'], inParts: false },
    { tables: ['long'], inParts: true },
    { tables: ['c', 'unknown'], inParts: false },
    { tables: ['full'], inParts: false },
  ]);
  // More than fit into one line of BIRD's.
  const many = Array.from({ length: 30 }, (_, at) =>
    String(at).padStart(64, 't'),
  );
  const lengths = dumpSteps(many, loads, 100).map(
    ({ tables }) => tables.length,
  );
  expect(lengths).toEqual([13, 13, 4]);
  expect(dumpSteps([], loads, 100)).toEqual([]);
});

describe('the halves of a network', () => {
  const text = ({ family, address, length }: PrefixKey) =>
    `${family} ${formatPrefix(address, length)}`;

  it('are one bit longer', () => {
    const [lower, upper] = halvesOf(wholeSpace(4))!;
    expect([lower, upper].map(text)).toEqual(['4 0.0.0.0/1', '4 128.0.0.0/1']);
    expect(halvesOf(upper)!.map(text)).toEqual([
      '4 128.0.0.0/2',
      '4 192.0.0.0/2',
    ]);
    expect(halvesOf(wholeSpace(6))!.map(text)).toEqual([
      '6 ::/1',
      '6 8000::/1',
    ]);
  });

  it('end at single addresses', () => {
    let last = wholeSpace(4);
    let found = halvesOf(last);
    for (; found; found = halvesOf(last)) {
      [, last] = found;
    }
    expect(text(last)).toBe('4 255.255.255.255/32');
  });
});
