import {
  describeWithDaemons,
  RealBgpPair,
  startRealBgpPair,
  LINK_NETWORKS,
} from '@orion/lab';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { SessionStage, startSessionStage } from './testing/startSessionStage';

const REASON = '🚧'.repeat(32);
const routes6 = [1, 2, 3]
  .map(index => `route 2001:db8:${index}::/48 blackhole;`)
  .join('\n');

describe.each([
  [3, 'bird'],
  [4, 'bird2'],
  [4, 'bird3'],
] as const)('actions on real sessions', (api, birdDaemon) => {
  describeWithDaemons(
    [api === 3 ? 'gobgpd3' : 'gobgpd4', birdDaemon],
    `between ${birdDaemon} and GoBGP ${api}`,
    () => {
      let pair: RealBgpPair;
      let stage: SessionStage;
      const shown = () => pair.bird.ask('show protocols all gobgp');

      beforeAll(async () => {
        pair = await startRealBgpPair({
          api,
          birdDaemon,
          routes6,
          listen: 'unix',
        });
        const bird = { socket: pair.bird.socketPath };
        const gobgp = { target: pair.gobgp.target };
        stage = await startSessionStage({
          defaultOwner: 'group:default/team-a',
          routers: {
            gw1: {
              asn: 394955,
              gobgp: {
                target: pair.gobgp.readTarget,
                nextHops: LINK_NETWORKS,
              },
              actions: { gobgp, localUndo: true, outOfBand: 'serial console' },
            },
            upstream: {
              asn: 6939,
              bird: { socket: pair.bird.readPath },
              actions: { bird, localUndo: true },
            },
          },
        });
      });

      afterAll(async () => {
        await stage?.stop();
        await pair?.stop();
      });

      it('GoBGP’s only session goes with an out-of-band way alone, and comes back', async () => {
        const input = {
          router: 'gw1',
          session: '127.0.0.1',
          name: '127.0.0.1',
          reason: REASON,
        };
        const refused = await stage.submit('bgp-peer.disable', input);
        const { reason } = await stage.pipeline.drive(refused, 'denied');
        expect(reason).toMatch(
          /All 3 external IPv6 paths.*127\.0\.0\.1 on gw1/,
        );

        const id = await stage.approved('bgp-peer.disable', {
          ...input,
          acceptIsolation: true,
        });
        await stage.pipeline.drive(id, 'succeeded');
        expect(await shown()).not.toMatch(/Established/);

        const { name: _, ...enable } = input;
        const back = await stage.approved('bgp-peer.enable', enable);
        await stage.pipeline.drive(back, 'succeeded');
        expect(await shown()).toMatch(/Established/);
      });

      it('BIRD keeps the session its prefixes go out by, resets it, and enables it', async () => {
        await pair.waitUntilUp();
        const input = { router: 'upstream', session: 'gobgp', reason: 'test' };
        const id = await stage.submit('bgp-peer.disable', {
          ...input,
          name: 'gobgp',
        });
        const { reason } = await stage.pipeline.drive(id, 'denied');
        expect(reason).toMatch(/2001:db8:1::\/48.*session gobgp on upstream/);

        for (const direction of ['in', 'out', 'both']) {
          const reset = await stage.approved('bgp-peer.soft-reset', {
            ...input,
            direction,
          });
          await stage.pipeline.drive(reset, 'succeeded');
        }
        await pair.bird.ask('disable gobgp');
        const back = await stage.approved('bgp-peer.enable', input);
        await stage.pipeline.drive(back, 'succeeded');
        await eventually(async () => /Established/.test(await shown()));
      });
    },
  );
});
