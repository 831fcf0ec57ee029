import { IntentRecord } from '@orion/backstage-plugin-orion-bgp-common';
import { sessionReading } from '../../__testUtils__/readings';
import { intentKey, judgeIntent, LiveSession } from './judgeIntent';

const routers = [
  { id: 'gw1', netboxName: 'router' },
  { id: 'gw2', netboxName: 'gw2' },
];

const record = (given: Partial<IntentRecord> = {}): IntentRecord => ({
  id: 1,
  status: 'active',
  machine: 'router',
  localAddress: '2001:db8::2',
  remoteAddress: '2001:db8::1',
  localAs: 394955,
  remoteAs: 6939,
  importPolicies: [],
  exportPolicies: [],
  url: 'https://netbox.example/plugins/bgp/session/1/',
  ...given,
});

const live = (
  given: Parameters<typeof sessionReading>[0] = {},
  router = 'gw1',
): LiveSession => ({
  router,
  session: sessionReading({ localAddress: '2001:db8::2', ...given }),
});

const of = (
  verdicts: ReturnType<typeof judgeIntent>,
  session = 'he_v6',
  router = 'gw1',
) => verdicts.sessions.get(intentKey(router, session))!;

describe('judgeIntent', () => {
  it.each([
    ['active', 'established', 'agrees'],
    ['active', 'active', 'active-but-down'],
    ['active', 'down', 'active-but-down'],
    ['planned', 'established', 'planned-but-up'],
    ['planned', 'idle', 'agrees'],
    ['offline', 'established', 'offline-but-up'],
    ['offline', 'down', 'agrees'],
    ['failed', 'established', 'offline-but-up'],
    ['failed', 'connect', 'agrees'],
    // What an installation added says nothing about up or down.
    ['staged', 'established', 'agrees'],
  ] as const)(
    'a record that is %s and a session that is %s: %s',
    (status, state, finding) => {
      const verdicts = judgeIntent(
        [live({ state })],
        [record({ status })],
        routers,
      );
      expect(of(verdicts)).toMatchObject({
        finding,
        record: { id: 1, router: 'gw1' },
        differences: [],
      });
      expect(verdicts.onlyInNetbox).toEqual([]);
    },
  );

  it('gives the record of a machine to the daemon that holds the session', () => {
    const machine = [
      { id: 'gw1', netboxName: 'router' },
      { id: 'gw1_gobgp', netboxName: 'router' },
    ];
    const neighborAddress = '2001:db8::1';
    const held = live({ name: neighborAddress, neighborAddress }, 'gw1_gobgp');
    const off = live({ state: 'down', adminState: 'down' });
    for (const sessions of [
      [held, off],
      [off, held],
    ]) {
      const verdicts = judgeIntent(sessions, [record()], machine);
      expect(of(verdicts, neighborAddress, 'gw1_gobgp')).toMatchObject({
        finding: 'agrees',
        record: { router: 'gw1_gobgp' },
      });
      // Switched off on the other one, as it is meant.
      expect(of(verdicts)).toMatchObject({
        finding: 'agrees',
        record: { router: 'gw1' },
      });
    }
    // Nobody holds it.
    const down = judgeIntent([off], [record()], machine);
    expect(of(down).finding).toBe('active-but-down');
    // A session that is up is nobody's twin.
    const two = judgeIntent([held, live()], [record()], machine);
    expect(
      of(two).finding === of(two, neighborAddress, 'gw1_gobgp').finding,
    ).toBe(false);
  });

  it('names every field that differs, with both values', () => {
    const differing = record({ localAddress: '2001:db8::9', remoteAs: 64500 });
    const verdict = of(judgeIntent([live()], [differing], routers));
    expect(verdict.finding).toBe('differs');
    expect(verdict.differences).toEqual([
      { field: 'localAddress', live: '2001:db8::2', recorded: '2001:db8::9' },
      { field: 'remoteAs', live: '6939', recorded: '64500' },
    ]);
  });

  it('says the worse thing first and keeps the differences', () => {
    const planned = record({ status: 'planned', localAs: 64501 });
    expect(of(judgeIntent([live()], [planned], routers))).toMatchObject({
      finding: 'planned-but-up',
      differences: [{ field: 'localAs', live: '394955', recorded: '64501' }],
    });
  });

  it('holds nothing against a daemon that does not say its own end', () => {
    for (const localAddress of [undefined, '::', '0.0.0.0']) {
      const down = live({ state: 'active', localAddress, localAs: undefined });
      const planned = record({ status: 'planned' });
      expect(of(judgeIntent([down], [planned], routers)).finding).toBe(
        'agrees',
      );
    }
  });

  it('knows one address in every notation, with a zone or without', () => {
    const session = live({ neighborAddress: 'FE80:0::1%ens18' });
    const link = record({ remoteAddress: 'fe80::1' });
    expect(of(judgeIntent([session], [link], routers)).finding).toBe('agrees');
  });

  it('keeps the same neighbor of two routers apart', () => {
    const verdicts = judgeIntent(
      [live(), live({}, 'gw2')],
      [record(), record({ id: 2, machine: 'gw2', status: 'planned' })],
      routers,
    );
    expect(of(verdicts).record?.id).toBe(1);
    expect(of(verdicts, 'he_v6', 'gw2')).toMatchObject({
      finding: 'planned-but-up',
      record: { id: 2 },
    });
  });

  it('does not take a record of another machine for the session of a router', () => {
    const verdicts = judgeIntent(
      [live()],
      [
        record({ machine: 'elsewhere' }),
        record({ id: 2, remoteAddress: '2001:db8::7' }),
      ],
      routers,
    );
    expect(of(verdicts)).toEqual({
      finding: 'unknown-to-netbox',
      differences: [],
    });
    expect(verdicts.onlyInNetbox.map(({ id, router }) => [id, router])).toEqual(
      [
        [2, 'gw1'],
        [1, undefined],
      ],
    );
  });

  it('gives two sessions with one neighbor the records that fit them best', () => {
    const verdicts = judgeIntent(
      [
        live({ name: 'blue', localAs: 64501 }),
        live({ name: 'red', localAs: 64502 }),
      ],
      [record({ id: 1, localAs: 64502 }), record({ id: 2, localAs: 64501 })],
      routers,
    );
    expect(of(verdicts, 'blue')).toMatchObject({
      finding: 'agrees',
      record: { id: 2 },
    });
    expect(of(verdicts, 'red').record?.id).toBe(1);
  });

  it('finds a record without a machine by both addresses, unless two sessions fit', () => {
    const loose = record({ machine: undefined });
    expect(of(judgeIntent([live()], [loose], routers))).toMatchObject({
      finding: 'agrees',
      record: { router: 'gw1' },
    });
    const two = judgeIntent([live(), live({}, 'gw2')], [loose], routers);
    expect(of(two).finding).toBe('unknown-to-netbox');
    expect(two.onlyInNetbox).toHaveLength(1);
  });
});
