import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  attributesOf,
  describeWithDaemons,
  familyOf,
  findFreePort,
  GobgpCaller,
  nlriOf,
  RealBgpPair,
  RealBird,
  startRealBgpPair,
  startRealBird,
  LINK_NETWORKS,
} from '@orion/lab';
import { startRun } from '@orion/engines/supervisor';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { ActionFolders } from '../ActionFolders';
import { PrefixOrder, writeOrder } from '../actor/ActionOrder';
import { actorCommand } from '../actor/actorCommand';
import { readReverted } from '../actor/Verdict';
import {
  execArgv,
  SessionStage,
  startSessionStage,
} from '../testing/startSessionStage';

const SIX = '2001:db8:3949::/48';
const FOUR = '192.0.2.0/24';
const OTHER = '198.51.100.0/24';
const LEARNED = '203.0.113.0/24';
const REFUSED = '192.0.3.0/24';

/**
 * The policy lets everything out but one of the own prefixes. Over this session of
 * IPv4, BIRD would refuse the next hop that GoBGP writes for IPv6.
 */
const POLICY = `
[[defined-sets.prefix-sets]]
  prefix-set-name = "kept"
  [[defined-sets.prefix-sets.prefix-list]]
    ip-prefix = "${REFUSED}"
[[defined-sets.prefix-sets]]
  prefix-set-name = "learned"
  [[defined-sets.prefix-sets.prefix-list]]
    ip-prefix = "${LEARNED}"
[[policy-definitions]]
  name = "out"
  [[policy-definitions.statements]]
    name = "six"
    [policy-definitions.statements.conditions.bgp-conditions]
      afi-safi-in-list = ["ipv6-unicast"]
    [policy-definitions.statements.actions.bgp-actions]
      set-next-hop = "2001:db8::2"
  [[policy-definitions.statements]]
    name = "keep"
    [policy-definitions.statements.conditions.match-prefix-set]
      prefix-set = "kept"
    [policy-definitions.statements.actions]
      route-disposition = "reject-route"
  [[policy-definitions.statements]]
    name = "not-ours"
    [policy-definitions.statements.conditions.match-prefix-set]
      prefix-set = "learned"
    [policy-definitions.statements.conditions.bgp-conditions]
      route-type = "local"
    [policy-definitions.statements.actions]
      route-disposition = "reject-route"
[[neighbors]]
  [neighbors.config]
    neighbor-address = "127.0.0.3"
    peer-as = 64500
  [neighbors.transport.config]
    local-address = "127.0.0.2"
    passive-mode = true
  [neighbors.ebgp-multihop.config]
    enabled = true
    multihop-ttl = 2
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"
`;

/** A second neighbor, which gets what the first one announces. */
const other = (local: number, gobgp: number) => `
log stderr all;
router id 10.255.0.3;
protocol device {}
protocol bgp gobgp {
  local 127.0.0.3 port ${local} as 64500;
  neighbor 127.0.0.2 port ${gobgp} as 394955;
  multihop 2;
  connect delay time 1; connect retry time 1; error wait time 1,2;
  ipv4 { import all; export none; };
}
`;
const GLOBAL = `
[global.apply-policy.config]
  export-policy-list = ["out"]
  default-export-policy = "accept-route"
`;

describe.each([3, 4] as const)('own prefixes for real', api => {
  describeWithDaemons(
    [api === 3 ? 'gobgpd3' : 'gobgpd4', 'bird'],
    `of GoBGP ${api}, as BIRD sees them`,
    () => {
      let pair: RealBgpPair;
      let stage: SessionStage;
      let hand: GobgpCaller;
      let second: RealBird;
      const seen = (prefix: string) =>
        pair.bird.ask(`show route ${prefix} all`);
      const input = (prefix: string) => ({
        router: 'gw2',
        prefix,
        reason: 'maintenance CHG-42',
      });
      const off = (prefix: string) => ({
        ...input(prefix),
        name: prefix,
        acceptIsolation: true,
      });
      /** As somebody does with GoBGP's own tool. */
      const addByHand = (prefix: string, community: number) =>
        hand.call('AddPath', {
          table_type: 'TABLE_TYPE_GLOBAL',
          path: {
            family: familyOf(prefix),
            nlri_binary: nlriOf(prefix),
            pattrs_binary: attributesOf(prefix, {
              nextHop: '0.0.0.0',
              communities: [[64500, community]],
            }),
          },
        });
      const denied = async (kind: string, what: object) => {
        const id = await stage.submit(kind, what);
        return (await stage.pipeline.drive(id, 'denied')).reason;
      };

      beforeAll(async () => {
        pair = await startRealBgpPair({
          api,
          listen: 'unix',
          routes4: `route ${LEARNED} blackhole;`,
          gobgpGlobal: GLOBAL,
          gobgp: POLICY,
        });
        const gobgp = { target: pair.gobgp.target };
        hand = new GobgpCaller({ api, ...gobgp });
        second = await startRealBird({
          config: other(await findFreePort(), pair.ports.gobgp),
        });
        // A neighbor that comes up later would void what was approved before.
        await eventually(async () =>
          /Established/.test(await second.ask('show protocols')),
        );
        stage = await startSessionStage({
          defaultOwner: 'group:default/team-a',
          aggregates: [FOUR, SIX, OTHER, LEARNED, REFUSED],
          routers: {
            gw2: {
              asn: 394955,
              gobgp: {
                target: pair.gobgp.readTarget,
                nextHops: LINK_NETWORKS,
              },
              actions: { gobgp, localUndo: true, outOfBand: 'serial console' },
            },
          },
        });
      });

      afterAll(async () => {
        hand?.close();
        await stage?.stop();
        await Promise.all([pair?.stop(), second?.stop()]);
      });

      it.each([FOUR, SIX])('%s comes and goes, alone', async prefix => {
        const id = await stage.approved('prefix.announce', input(prefix));
        await stage.pipeline.drive(id, 'succeeded');
        const text = await seen(prefix);
        expect(text).toMatch(/BGP\.origin: IGP/);
        expect(text).toMatch(/BGP\.as_path: 394955\n/);

        await addByHand(OTHER, 7);
        const back = await stage.approved('prefix.withdraw', off(prefix));
        await stage.pipeline.drive(back, 'succeeded');
        expect(await seen(prefix)).not.toMatch(/BGP\.origin/);
        expect(await seen(OTHER)).toMatch(/\(64500,7\)/);
      });

      it('says before that nobody gets it, and is right', async () => {
        const id = await stage.approved('prefix.announce', input(REFUSED));
        const { lines } = (await stage.pipeline.find(id)).plan!;
        expect(lines[0]).toMatchObject({
          title: `nobody gets ${REFUSED} now`,
          detail: expect.stringContaining('refuses it for every neighbor'),
        });
        expect(
          lines.find(({ address }) => address === 'neighbor.127.0.0.1')?.detail,
        ).toBe('statement keep of export policy out refuses it');
        await stage.pipeline.drive(id, 'succeeded');
        expect(await seen(REFUSED)).not.toMatch(/BGP\.origin/);
      });

      it('leaves alone what a neighbor announces', async () => {
        expect(await denied('prefix.withdraw', off(LEARNED))).toMatch(
          /gw2 only learned 203\.0\.113\.0\/24 from 127\.0\.0\.1/,
        );
      });

      it('takes a prefix from nobody by announcing it', async () => {
        const has = async () =>
          /as_path: 394955 6939/.test(
            await second.ask(`show route ${LEARNED} all`),
          );
        await eventually(has);
        expect(await denied('prefix.announce', input(LEARNED))).toMatch(
          /AS64500 at 127\.0\.0\.3 has 203\.0\.113\.0\/24 .*statement not-ours .* would lose the prefix/,
        );
        // So it is when somebody does it by hand.
        await addByHand(LEARNED, 1);
        await eventually(async () => !(await has()));
        await hand.call('DeletePath', {
          table_type: 'TABLE_TYPE_GLOBAL',
          family: familyOf(LEARNED),
          path: {
            family: familyOf(LEARNED),
            nlri_binary: nlriOf(LEARNED),
            pattrs_binary: attributesOf(LEARNED, { nextHop: '0.0.0.0' }),
          },
        });
        await eventually(has);
      });

      it('stops when the announcement is another one than was approved', async () => {
        const id = await stage.approved('prefix.withdraw', off(OTHER));
        const { lines } = (await stage.pipeline.find(id)).plan!;
        expect(lines.map(({ title }) => title)).toContain(
          'communities or other attributes go with it',
        );
        await addByHand(OTHER, 8);
        const worker = stage.pipeline;
        await eventually(async () => {
          worker.worker.wake(String(id));
          return (await worker.events(id)).includes('superseded');
        });
        expect(await seen(OTHER)).toMatch(/\(64500,8\)/);
      });

      it('comes back as it was when nobody confirms', async () => {
        await addByHand(FOUR, 9);
        await eventually(async () => /\(64500,9\)/.test(await seen(FOUR)));
        const order: PrefixOrder = {
          router: 'gw2',
          endpoint: { driver: 'gobgp', target: pair.gobgp.target },
          prefix: FOUR,
          prefixAction: { verb: 'withdraw' },
          attributes: attributesOf(FOUR, {
            nextHop: '0.0.0.0',
            communities: [[64500, 9]],
          }).map(bytes => bytes.toString('hex')),
          reason: 'test',
          revertAfterSeconds: 2,
          execArgv,
        };
        const root = await mkdtemp(join(tmpdir(), 'orion-action-'));
        const dir = await new ActionFolders(root).open(1);
        await writeOrder(dir, order);
        const run = await startRun(
          actorCommand('act', dir, execArgv, join(dir, 'act')),
        );
        expect(await run.wait()).toMatchObject({ exitCode: 0 });
        await eventually(async () => !/64500,9/.test(await seen(FOUR)));
        const reverted = await eventually(() => readReverted(dir));
        expect(reverted.message).toBe(
          'Nobody confirmed within 2 s: prefix 192.0.2.0/24 on gw2 was announced again.',
        );
        await eventually(async () => /\(64500,9\)/.test(await seen(FOUR)));
        await rm(root, { recursive: true, maxRetries: 5 });
      });
    },
  );
});
