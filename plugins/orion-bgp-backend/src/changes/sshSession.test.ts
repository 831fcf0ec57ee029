import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

describeWithDaemons(
  ['bird', 'gobgpd4', 'sshd'],
  'actions on a BIRD behind SSH',
  () => {
    let pair: RealBgpPair;
    let reader: RealSshd<'ours'>;
    let actor: RealSshd<'ours'>;
    let stage: SessionStage;
    let folder: string;
    /** What came to the router, line by line, over which key. */
    const seen = () =>
      readFileSync(join(folder, 'seen'), 'utf8').trim().split('\n');
    const forget = () => writeFileSync(join(folder, 'seen'), '');
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
      folder = mkdtempSync(join(tmpdir(), 'orion-seen-'));
      forget();
      const note = (key: string) => {
        const file = join(folder, key);
        const to = join(folder, 'seen');
        writeFileSync(
          file,
          `#!/bin/bash\ntee >(sed -u 's/^/${key}: /' >>${to}) | "$@"\n`,
          { mode: 0o755 },
        );
        return [file];
      };
      [reader, actor] = await Promise.all([
        startBirdSshd('bird-readonly', pair.bird.socketPath, note('reader')),
        startBirdSshd('bird-sessions', pair.bird.socketPath, note('actor')),
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
      rmSync(folder, { recursive: true, force: true });
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

    it('is watched over before it is done, and released after it was proven', async () => {
      const { name: _, acceptIsolation: __, ...plain } = input;
      const id = await stage.approved('bgp-peer.disable', input);
      forget();
      await stage.pipeline.drive(id, 'succeeded');
      const lines = seen();
      const [[armed, guard], ...more] = [...lines.entries()].filter(
        ([, line]) => /^actor: orion guard/.test(line),
      );
      expect(more).toEqual([]);
      const [, name] = /orion guard ([0-9a-f-]{36}) 180 enable 'gobgp'$/.exec(
        guard,
      )!;
      const acted = lines.indexOf(`actor: disable 'gobgp' "over SSH"`);
      const released = lines.indexOf(`actor: orion release ${name}`);
      const proofs = [...lines.keys()].filter(
        index =>
          index > acted &&
          index < released &&
          /^reader: show protocols all/.test(lines[index]),
      );
      expect(armed).toBeGreaterThan(-1);
      expect(acted).toBeGreaterThan(armed);
      expect(released).toBeGreaterThan(acted);
      expect(proofs.length).toBeGreaterThanOrEqual(2);
      // Nothing but the one action.
      expect(
        lines.filter(line => /^actor: (disable|enable)/.test(line)),
      ).toEqual([lines[acted]]);
      const back = await stage.approved('bgp-peer.enable', plain);
      await stage.pipeline.drive(back, 'succeeded');
      await pair.waitUntilUp();
    });

    it('is not done where the router does not take the watch', async () => {
      // One that waits for the opposite: the router refuses the other one.
      const by = (line: string) => sshByHand(actor, ['127.0.0.1'], `${line}\n`);
      await by("orion guard in-the-way 600 disable 'gobgp'");
      const id = await stage.approved('bgp-peer.disable', input);
      forget();
      // Three attempts over SSH may take longer than one wait.
      const { reason } = await stage.pipeline
        .drive(id, 'failed')
        .catch(() => stage.pipeline.drive(id, 'failed'));
      expect(reason).toMatch(/is as it was; this change leaves nothing behind/);
      expect(seen().some(line => /^actor: orion guard/.test(line))).toBe(true);
      expect(seen().some(line => /^actor: disable/.test(line))).toBe(false);
      expect(await shown()).toMatch(/Established/);
      await by('orion release in-the-way');
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
      "orion guard no-session 2 disable 'device1'",
      'orion release ../x',
    ])('takes %j for no guard', async line => {
      const { stdout } = await sshByHand(actor, ['127.0.0.1'], `${line}\n`);
      expect(stdout).toMatch(/^800[237] /m);
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
