import { readdir } from 'node:fs/promises';
import {
  describeWithDaemons,
  RealBgpPair,
  RealSshd,
  startRealBgpPair,
} from '@orion/lab';
import {
  sshByHand,
  sshEndpoint,
  startBirdSshd,
} from '../__testUtils__/birdSshd';
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

    it('has the router take it back by itself when the portal’s machine is gone', async () => {
      const by = await sshByHand(
        actor,
        ['127.0.0.1'],
        "orion guard lost-portal 2 enable 'gobgp'\n",
      );
      expect(by.stdout).toMatch(/^0000 Guarded$/m);
      await pair.bird.ask('disable gobgp "lost"');
      await pair.waitUntilUp();
      expect(await shown()).not.toMatch(/State: +Down/);
      const late = await sshByHand(
        actor,
        ['127.0.0.1'],
        'orion release lost-portal\n',
      );
      expect(late.stdout).toMatch(/^8001 It was undone$/m);
    });

    it('is watched over by the router until it is confirmed, and no longer', async () => {
      const { name: _, acceptIsolation: __, ...plain } = input;
      const id = await stage.approved('bgp-peer.disable', input);
      const guards = `${pair.bird.socketPath}.guards`;
      const open = async () =>
        (await readdir(guards)).filter(name => !name.endsWith('.undone'));
      await stage.pipeline.drive(id, 'succeeded');
      expect(await open()).toEqual([]);
      const back = await stage.approved('bgp-peer.enable', plain);
      await stage.pipeline.drive(back, 'succeeded');
      expect(await open()).toEqual([]);
      await pair.waitUntilUp();
    });

    it.each([
      "orion guard lost-portal 2 enable 'gobgp'; disable 'gobgp'",
      'orion guard ../../etc/passwd 2 enable gobgp',
      "orion guard lost-portal 99999 enable 'gobgp'",
      "orion guard lost-portal 2 reload 'gobgp'",
      'orion release ../x',
    ])('takes %j for no guard', async line => {
      const { stdout } = await sshByHand(actor, ['127.0.0.1'], `${line}\n`);
      expect(stdout).toMatch(/^800[27] /m);
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
