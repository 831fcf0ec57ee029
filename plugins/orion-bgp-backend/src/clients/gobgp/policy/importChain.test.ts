import { describeWithDaemons, RealBgpPair, startRealBgpPair } from '@orion/lab';
import { GobgpClient } from '../GobgpClient';
import { GobgpConnection } from '../GobgpConnection';
import { GobgpStatement } from '../gobgpMessages';
import { importChain, PolicySession } from './importChain';
import { readPolicy } from './readPolicy';

const session = (over: Partial<PolicySession> = {}): PolicySession => ({
  neighborAddress: '192.0.2.1',
  type: 'external',
  families: [{ family: 'ipv4-unicast' }],
  ...over,
});
const transit = {
  neighbor_set: { type: 'TYPE_ANY', name: 'transit' },
  rpki_result: 0,
};
const accept = { route_action: 'ROUTE_ACTION_ACCEPT' };
const chainOf = (statements: GobgpStatement[], of = session()) =>
  importChain(
    {
      generation: 4,
      prefixes: [],
      neighbors: [{ name: 'transit', list: ['192.0.2.1/32'] }],
      assignment: {
        default_action: 'ROUTE_ACTION_REJECT',
        policies: [{ name: 'in', statements }],
      },
    },
    of,
  );
const names = (chain: ReturnType<typeof chainOf>) =>
  chain.map(({ where }) => where.split(' ')[1]);

describe('importChain', () => {
  const statements: GobgpStatement[] = [
    { name: 'own', conditions: { route_type: 'ROUTE_TYPE_LOCAL' } },
    {
      name: 'four',
      conditions: { afi_safi_in: [{ afi: 1, safi: 1 }] },
      actions: { local_pref: new Uint8Array([8, 1]) },
    },
    { name: 'six', conditions: { afi_safi_in: [{ afi: 2, safi: 1 }] } },
    { name: 'transit', conditions: transit, actions: accept },
    { name: 'last', actions: accept },
  ];

  it('leaves out what is about others, and ends where everything is decided', () => {
    expect(names(chainOf(statements))).toEqual(['four', 'transit']);
    const other = session({ neighborAddress: '192.0.2.2' });
    expect(names(chainOf(statements, other))).toEqual(['four', 'last']);
    expect(names(chainOf(statements.slice(0, 4), other))).toEqual([
      'four',
      'default',
    ]);
  });

  it('does the same by other names, and another thing by other bytes', () => {
    const [one] = chainOf([
      { name: 'a', conditions: transit, actions: accept },
    ]);
    const [other] = chainOf([{ name: 'b', conditions: {}, actions: accept }]);
    expect(other.does).toBe(one.does);
    const asking = (length: number, pref: number) =>
      chainOf([
        {
          conditions: { as_path_length: new Uint8Array([length]) },
          actions: { ...accept, local_pref: new Uint8Array([pref]) },
        },
      ])[0].does;
    expect(asking(1, 1)).toBe(asking(1, 1));
    expect(asking(1, 1)).not.toBe(asking(2, 1));
    expect(asking(1, 1)).not.toBe(asking(1, 2));
  });

  it('keeps the name of a set that is not told', () => {
    const unknown = { neighbor_set: { type: 'TYPE_ANY', name: 'x' } };
    const [one] = chainOf([{ conditions: unknown, actions: accept }]);
    const [other] = chainOf([{ conditions: transit, actions: accept }]);
    expect(one.does).not.toBe(other.does);
    expect(one.does).toContain('"x"');
  });
});

const POLICY = `
[[defined-sets.neighbor-sets]]
  neighbor-set-name = "transit"
  neighbor-info-list = ["127.0.0.0/24"]
[[defined-sets.neighbor-sets]]
  neighbor-set-name = "one"
  neighbor-info-list = ["127.0.0.1"]
[[policy-definitions]]
  name = "in"
  [[policy-definitions.statements]]
    name = "prefer-one"
    [policy-definitions.statements.conditions.match-neighbor-set]
      neighbor-set = "one"
    [policy-definitions.statements.conditions.bgp-conditions.as-path-length]
      operator = "le"
      value = 3
    [policy-definitions.statements.actions.bgp-actions]
      set-local-pref = 200
    [policy-definitions.statements.actions]
      route-disposition = "none"
  [[policy-definitions.statements]]
    name = "from-transit"
    [policy-definitions.statements.conditions.match-neighbor-set]
      neighbor-set = "transit"
    [policy-definitions.statements.actions]
      route-disposition = "accept-route"
`;
const GLOBAL = `
[global.apply-policy.config]
  import-policy-list = ["in"]
  default-import-policy = "reject-route"
`;

describe.each([3, 4] as const)('the import policy for real', api => {
  describeWithDaemons(
    [api === 3 ? 'gobgpd3' : 'gobgpd4', 'bird'],
    `of GoBGP ${api}`,
    () => {
      let pair: RealBgpPair;
      let connection: GobgpConnection;

      beforeAll(async () => {
        pair = await startRealBgpPair({
          api,
          gobgpGlobal: GLOBAL,
          gobgp: POLICY,
        });
        connection = new GobgpConnection({
          router: 'gw2',
          address: pair.gobgp.target,
        });
      });

      afterAll(async () => {
        connection?.close();
        await pair?.stop();
      });

      it('is told with everything that a statement asks and does', async () => {
        const policy = await readPolicy(
          new GobgpClient(connection),
          'import',
          AbortSignal.timeout(10_000),
        );
        const chain = (neighborAddress: string) =>
          importChain(policy, session({ neighborAddress }));
        expect(names(chain('127.0.0.1'))).toEqual([
          'prefer-one',
          'from-transit',
        ]);
        expect(names(chain('127.0.0.2'))).toEqual(['from-transit']);
        expect(chain('127.0.0.3')).toEqual(chain('127.0.0.2'));
        expect(names(chain('192.0.2.1'))).toEqual(['default']);
        const [{ does }] = chain('127.0.0.1');
        expect(JSON.parse(does)).toEqual({
          // At most three: its second field. 200 is the only field of the other.
          conditions: {
            as_path_length: {
              type: 'Buffer',
              data: expect.arrayContaining([0x10, 3]),
            },
          },
          actions: { local_pref: { type: 'Buffer', data: [0x08, 200, 1] } },
        });
      });
    },
  );
});
