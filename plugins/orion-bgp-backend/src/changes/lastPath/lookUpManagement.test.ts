import { ManagementRecord } from '@orion/backstage-plugin-orion-bgp-common';
import { gapOf, lookUpManagement, ManagementSight } from './lookUpManagement';
import { ResolvedPlace } from './resolvePlaces';

const READ = '2026-11-27T05:00:00.000Z';
const fresh = {
  source: 'netbox:bgp',
  fetchedAt: READ,
  intervalMs: 60_000,
  stale: false,
};
const record = (over: Partial<ManagementRecord> = {}): ManagementRecord => ({
  machine: 'router',
  finding: 'found',
  addresses: [{ address: '192.0.2.7', use: 'primary' }],
  freshness: fresh,
  ...over,
});
const lookUp = (answer: ManagementRecord | undefined) =>
  lookUpManagement({ find: async () => answer }, 'gw1');

/** What the configuration has of the router. */
const named = (over: Partial<ResolvedPlace> = {}): ResolvedPlace => ({
  name: 'router gw1',
  host: 'gw1.example',
  addresses: ['192.0.2.8'],
  ...over,
});
const local = named({ host: '127.0.0.1', addresses: [] });

describe('lookUpManagement', () => {
  it('has each address with who says so, and when', async () => {
    const addresses: ManagementRecord['addresses'] = [
      { address: '192.0.2.7', use: 'primary' },
      { address: '198.51.100.7', use: 'out-of-band' },
    ];
    expect(await lookUp(record({ addresses }))).toEqual({
      places: [
        {
          name: 'router gw1',
          host: '192.0.2.7',
          from: `the primary address of router in NetBox, read at ${READ}`,
        },
        {
          name: 'router gw1',
          host: '198.51.100.7',
          from: `the out-of-band address of router in NetBox, read at ${READ}`,
        },
      ],
    });
  });

  it.each([{ stale: true }, { error: 'NetBox answered 502.' }])(
    'keeps what a silent NetBox said last, and says so: %j',
    async over => {
      const freshness = { ...fresh, ...over };
      const { places, problem } = await lookUp(record({ freshness }));
      expect(places).toMatchObject([
        { host: '192.0.2.7', from: expect.stringMatching(/and not since$/) },
      ]);
      expect(problem).toBeUndefined();
    },
  );

  it('says without NetBox that nobody looks, unless the configuration names who', async () => {
    for (const answer of [undefined, record({ finding: 'no-netbox' })]) {
      const sight = await lookUp(answer);
      expect(sight).toEqual({ places: [], unasked: true });
      const note =
        'No NetBox is read, and orion.bgp.routers.gw1.actions.managementAddresses names no address: the way to router gw1 is not looked for';
      for (const none of [[], [local]]) {
        expect(gapOf('gw1', sight, none)).toEqual({
          unknown: [],
          notes: [note],
        });
      }
      expect(gapOf('gw1', sight, [named()])).toEqual({
        unknown: [],
        notes: [],
      });
    }
  });
});

describe('gapOf', () => {
  const never = record({
    finding: 'never-read',
    addresses: [],
    freshness: { ...fresh, error: 'NetBox answered 502.' },
  });
  const silent: ManagementSight = { places: [], problem: 'Nobody answers' };

  it.each([
    ['nothing', []],
    ['a socket of this machine', [local]],
  ])(
    'is unknown where NetBox never said it and %s is named',
    async (_, its) => {
      expect(gapOf('gw1', await lookUp(never), its)).toEqual({
        notes: [],
        unknown: [
          {
            place: 'router gw1',
            sentence:
              'The way to router gw1 is not known. NetBox was never read for the management address of router: NetBox answered 502, and orion.bgp.routers.gw1.actions.managementAddresses names no address.',
          },
        ],
      });
      expect(gapOf('gw1', silent, its).unknown).toEqual([
        expect.objectContaining({
          sentence: expect.stringMatching(/not known\. Nobody answers, and/),
        }),
      ]);
    },
  );

  it.each([
    ['an address', named()],
    ['a name that does not resolve', named({ addresses: [], problem: 'x' })],
  ])('lets by what the configuration names, and notes it: %s', (_, one) => {
    expect(gapOf('gw1', silent, [local, one])).toEqual({
      unknown: [],
      notes: [
        'Nobody answers; what the configuration has of router gw1 counts',
      ],
    });
  });

  it('notes that NetBox has no such machine, or no address of it', async () => {
    const without = { addresses: [] };
    const none = await lookUp(record({ ...without, finding: 'no-machine' }));
    expect(gapOf('gw1', none, [])).toEqual({
      unknown: [],
      notes: [
        `NetBox, read at ${READ}, has no device or virtual machine router (orion.bgp.routers.gw1.netboxName), and orion.bgp.routers.gw1.actions.managementAddresses names none: the way to router gw1 is not looked for`,
      ],
    });
    const bare = await lookUp(record(without));
    expect(gapOf('gw1', bare, [named()]).notes).toEqual([
      `NetBox, read at ${READ}, has no primary address of router; what the configuration has of router gw1 counts`,
    ]);
  });

  it('is none where NetBox has an address', async () => {
    expect(gapOf('gw1', await lookUp(record()), [])).toEqual({
      unknown: [],
      notes: [],
    });
  });
});
