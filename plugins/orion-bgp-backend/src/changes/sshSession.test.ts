import {
  describeWithDaemons,
  RealBgpPair,
  RealSshd,
  startRealBgpPair,
} from '@orion/lab';
import { sshEndpoint, startBirdSshd } from '../__testUtils__/birdSshd';
import { createRouteSource } from '../clients/createRouteSource';
import { SessionStage, startSessionStage } from './testing/startSessionStage';

jest.setTimeout(180_000);

describeWithDaemons(
  ['bird', 'gobgpd4', 'sshd'],
  'actions on a BIRD behind SSH',
  () => {
    let pair: RealBgpPair;
    let reader: RealSshd<'ours'>;
    let actor: RealSshd<'ours'>;
    let stage: SessionStage;
    const shown = () => pair.bird.ask('show protocols all gobgp');
    const settings = (sshd: RealSshd<'ours'>) => {
      const { key: _, ...ssh } = sshEndpoint(sshd).ssh!;
      return { ssh };
    };
    const input = {
      router: 'upstream',
      session: 'gobgp',
      name: 'gobgp',
      reason: 'over SSH',
      acceptIsolation: true,
    };

    beforeAll(async () => {
      // Nothing is announced, so nothing is lost with the session.
      pair = await startRealBgpPair({ api: 4, listen: 'unix' });
      [reader, actor] = await Promise.all([
        startBirdSshd('bird-readonly', pair.bird.socketPath),
        startBirdSshd('bird-sessions', pair.bird.socketPath),
      ]);
      stage = await startSessionStage({
        defaultOwner: 'group:default/team-a',
        routers: {
          upstream: {
            asn: 6939,
            bird: settings(reader),
            actions: { bird: settings(actor), outOfBand: 'serial console' },
          },
          // Mistakes of configuration: the router is what stops them.
          readonly: {
            asn: 6939,
            bird: { socket: pair.bird.socketPath },
            actions: { bird: settings(reader), outOfBand: 'serial console' },
          },
        },
      });
    });

    afterAll(async () => {
      await stage?.stop();
      await Promise.all([reader?.stop(), actor?.stop(), pair?.stop()]);
    });

    it('resets, disables and enables a session, proven over the reader’s key', async () => {
      const { name: _, acceptIsolation: __, ...plain } = input;
      const reset = await stage.approved('bgp-peer.soft-reset', {
        ...plain,
        direction: 'out',
      });
      await stage.pipeline.drive(reset, 'succeeded');
      const id = await stage.approved('bgp-peer.disable', input);
      await stage.pipeline.drive(id, 'succeeded');
      expect(await shown()).toMatch(/over SSH/);
      expect(await shown()).not.toMatch(/Established/);
      const back = await stage.approved('bgp-peer.enable', plain);
      await stage.pipeline.drive(back, 'succeeded');
      await pair.waitUntilUp();
    });

    it('changes nothing where the key for actions only reads', async () => {
      await pair.bird.ask('disable gobgp "by hand"');
      const { name: _, acceptIsolation: __, ...plain } = input;
      const id = await stage.approved('bgp-peer.enable', {
        ...plain,
        router: 'readonly',
      });
      const { reason } = await stage.pipeline.drive(id, 'failed');
      expect(reason).toMatch(/is as it was; this change leaves nothing behind/);
      expect(await shown()).toMatch(/by hand/);
      await pair.bird.ask('enable gobgp');
    });

    it('reads nothing with the key for actions', async () => {
      const source = createRouteSource({
        id: 'swapped',
        endpoint: sshEndpoint(actor),
      });
      await expect(
        source.readRouter({ signal: AbortSignal.timeout(10_000) }),
      ).rejects.toThrow(/swapped refused "restrict": Access denied \(8007\)/);
      await source.close();
    });
  },
);
