import { describeWithDaemons, RealBgpPair, startRealBgpPair } from '@orion/lab';
import { GobgpClient } from '../GobgpClient';
import { GobgpConnection } from '../GobgpConnection';
import { GobgpConditions, GobgpPolicyAssignment } from '../gobgpMessages';
import { judgeExport, readExportPolicy } from './judgeExport';

const PREFIX = '192.0.2.0/24';
const NEIGHBOR = '127.0.0.1';

function judge(
  conditions: GobgpConditions,
  action = 'ROUTE_ACTION_REJECT',
  generation: 3 | 4 = 4,
) {
  const assignment: GobgpPolicyAssignment = {
    name: 'global',
    default_action: 'ROUTE_ACTION_ACCEPT',
    policies: [
      {
        name: 'out',
        statements: [
          { name: 'one', conditions, actions: { route_action: action } },
        ],
      },
    ],
  };
  const policy = {
    generation,
    assignment,
    prefixes: [
      {
        name: 'ours',
        prefixes: [
          {
            ip_prefix: '192.0.0.0/16',
            mask_length_min: 16,
            mask_length_max: 24,
          },
        ],
      },
      {
        name: 'long',
        prefixes: [
          {
            ip_prefix: '192.0.0.0/16',
            mask_length_min: 25,
            mask_length_max: 32,
          },
        ],
      },
    ],
    neighbors: [
      { name: 'he', list: ['127.0.0.0/8'] },
      { name: 'others', list: ['::1/128'] },
      { name: 'everybody' },
    ],
  };
  return judgeExport(policy, PREFIX, NEIGHBOR).action;
}

describe('judgeExport', () => {
  const none = { rpki_result: 0 };
  it.each([
    ['no condition', none, 'reject'],
    [
      'its prefix',
      { prefix_set: { type: 'TYPE_ANY', name: 'ours' } },
      'reject',
    ],
    [
      'its prefix, inverted',
      { prefix_set: { type: 'TYPE_INVERT', name: 'ours' } },
      'accept',
    ],
    [
      'longer prefixes',
      { prefix_set: { type: 'TYPE_ANY', name: 'long' } },
      'accept',
    ],
    [
      'a set that is not there',
      { prefix_set: { type: 'TYPE_ANY', name: 'x' } },
      'unknown',
    ],
    [
      'the neighbor',
      { neighbor_set: { type: 'TYPE_ANY', name: 'he' } },
      'reject',
    ],
    [
      'another neighbor',
      { neighbor_set: { type: 'TYPE_ANY', name: 'others' } },
      'accept',
    ],
    [
      'all neighbors',
      { neighbor_set: { type: 'TYPE_ANY', name: 'everybody' } },
      'reject',
    ],
    ['its family', { afi_safi_in: [{ afi: 1, safi: 1 }] }, 'reject'],
    ['another family', { afi_safi_in: [{ afi: 2, safi: 1 }] }, 'accept'],
    ['own routes', { route_type: 'ROUTE_TYPE_LOCAL' }, 'reject'],
    ['routes of others', { route_type: 'ROUTE_TYPE_EXTERNAL' }, 'accept'],
    ['communities', { community_set: { name: 'c' } }, 'unknown'],
    ['RPKI', { rpki_result: 3 }, 'unknown'],
    [
      'communities of other families',
      { community_set: { name: 'c' }, afi_safi_in: [{ afi: 2, safi: 1 }] },
      'accept',
    ],
  ] as const)('tells a statement about %s', (_, conditions, expected) => {
    expect(judge(conditions as GobgpConditions)).toBe(expected);
  });

  it('passes what does not decide, and reads -1 of GoBGP 3 as nothing', () => {
    expect(judge({ community_set: {} }, 'ROUTE_ACTION_UNSPECIFIED')).toBe(
      'accept',
    );
    expect(judge({ rpki_result: -1 }, undefined, 3)).toBe('reject');
    expect(judge({ rpki_result: 1 }, undefined, 3)).toBe('unknown');
  });

  it('tells what is done on the way, but for what each neighbor has its own of', () => {
    const mark = { community: Uint8Array.of(1), local_pref: Uint8Array.of(2) };
    const statement = (
      name: string,
      actions: object,
      conditions: GobgpConditions = none,
    ) => ({ name, conditions, actions });
    const verdict = (statements: object[]) =>
      judgeExport(
        {
          generation: 4,
          assignment: {
            default_action: 'ROUTE_ACTION_ACCEPT',
            policies: [{ name: 'out', statements }],
          },
          prefixes: [],
          neighbors: [{ name: 'others', list: ['::1/128'] }],
        },
        PREFIX,
        NEIGHBOR,
      );
    const elsewhere = { ...none, neighbor_set: { name: 'others' } };
    const perhaps = { ...none, community_set: { name: 'c' } };
    expect(
      verdict([
        statement('mark', mark),
        statement('other', mark, elsewhere),
        statement('perhaps', mark, perhaps),
        statement('inside', { local_pref: Uint8Array.of(2) }),
        statement('its own', { nexthop: Uint8Array.of(3) }),
        statement('end', {
          route_action: 'ROUTE_ACTION_ACCEPT',
          med: Uint8Array.of(7),
        }),
        statement('beyond', mark),
      ]).changes,
    ).toEqual([
      { where: 'statement mark of export policy out', does: 'community 01' },
      {
        where: 'statement perhaps of export policy out',
        does: 'statement perhaps of export policy out: community 01',
      },
      { where: 'statement end of export policy out', does: 'med 07' },
    ]);
  });

  it('knows nothing without the policy', () => {
    const nothing = { generation: 4 as const, prefixes: [], neighbors: [] };
    expect(judgeExport(nothing, PREFIX, NEIGHBOR).action).toBe('unknown');
  });
});

const POLICY = `
[[defined-sets.prefix-sets]]
  prefix-set-name = "ours"
  [[defined-sets.prefix-sets.prefix-list]]
    ip-prefix = "192.0.0.0/16"
    masklength-range = "16..24"
[[defined-sets.neighbor-sets]]
  neighbor-set-name = "transit"
  neighbor-info-list = ["127.0.0.1"]
[[policy-definitions]]
  name = "out"
  [[policy-definitions.statements]]
    name = "ours-to-transit"
    [policy-definitions.statements.conditions.match-prefix-set]
      prefix-set = "ours"
    [policy-definitions.statements.conditions.match-neighbor-set]
      neighbor-set = "transit"
    [policy-definitions.statements.actions]
      route-disposition = "accept-route"
    [policy-definitions.statements.actions.bgp-actions]
      set-med = "30"
    [policy-definitions.statements.actions.bgp-actions.set-community]
      options = "add"
      [policy-definitions.statements.actions.bgp-actions.set-community.set-community-method]
        communities-list = ["65535:65281"]
`;
const GLOBAL = `
[global.apply-policy.config]
  export-policy-list = ["out"]
  default-export-policy = "reject-route"
`;

describe.each([3, 4] as const)('the export policy for real', api => {
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

      it('is told as the daemon has it', async () => {
        const client = new GobgpClient(connection);
        const verdict = await readExportPolicy(
          client,
          AbortSignal.timeout(10_000),
        );
        expect(verdict(PREFIX, NEIGHBOR)).toEqual({
          action: 'accept',
          why: 'statement ours-to-transit of export policy out lets it out',
          changes: [
            {
              where: 'statement ours-to-transit of export policy out',
              does: expect.stringMatching(
                /^community [0-9a-f]+, med [0-9a-f]+$/,
              ),
            },
          ],
        });
        expect(verdict('192.0.2.0/25', NEIGHBOR).action).toBe('reject');
        expect(verdict(PREFIX, '127.0.0.9').action).toBe('reject');
        expect(verdict('198.51.100.0/24', NEIGHBOR)).toEqual({
          action: 'reject',
          why: 'the default export policy refuses it',
          changes: [],
        });
      });
    },
  );
});
