import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRun, tailLines } from '@orion/engines/supervisor';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import {
  attributesOf,
  describeWithDaemons,
  RealBgpPair,
  RealSshd,
  startRealBgpPair,
  LINK_NETWORKS,
} from '@orion/lab';
import {
  sshByHand,
  sshEndpoint,
  startBirdSshd,
  startGobgpSshd,
} from '../__testUtils__/birdSshd';
import { plainAttributes, wireDigest } from '../clients/gobgp/ownPath';
import { GobgpEndpoint } from '../config';
import { ActionFolders } from './ActionFolders';
import { SessionOrder, writeOrder } from './actor/ActionOrder';
import { actorCommand } from './actor/actorCommand';
import { GobgpPrefixHand } from './actor/GobgpPrefixHand';
import { openSessionHand } from './actor/openSessionHand';
import { releaseGuards } from './actor/releaseGuards';
import { decide } from './actor/Verdict';
import {
  execArgv,
  SessionStage,
  startSessionStage,
} from './testing/startSessionStage';

const NEIGHBOR = '127.0.0.1';
const OWN = '192.0.2.0/24';
const DIGEST = wireDigest(plainAttributes(OWN));
const soon = () => AbortSignal.timeout(15_000);
const pause = (ms: number) =>
  new Promise(resolve => {
    setTimeout(resolve, ms);
  });

describe.each([3, 4] as const)('what the router takes back', api => {
  describeWithDaemons(
    ['bird', api === 3 ? 'gobgpd3' : 'gobgpd4', 'sshd'],
    `of GoBGP ${api}, by itself`,
    () => {
      let pair: RealBgpPair;
      let sshd: RealSshd<'ours'>;
      let wrong: RealSshd<'ours'>;
      let stage: SessionStage;
      let endpoint: GobgpEndpoint;
      let folder: string;
      const session = { router: 'gw1', session: NEIGHBOR };
      const input = {
        ...session,
        name: NEIGHBOR,
        reason: 'CHG-42',
        acceptIsolation: true,
      };
      const shown = () => pair.bird.ask('show protocols gobgp');
      const isUp = async () => /Established/.test(await shown());
      const seen = () => pair.bird.ask(`show route ${OWN} all`);
      /** Commands the router still waits to do. */
      const watched = async () => {
        const names = (await readdir(folder).catch(() => [])).filter(
          name => !name.endsWith('.undone'),
        );
        return Promise.all(
          names.map(name => readFile(join(folder, name), 'utf8')),
        );
      };
      const guard = (one: RealSshd<'ours'>) => {
        const { key: _, ...ssh } = sshEndpoint(one).ssh!;
        return { ssh };
      };
      const say = async (lines: string) =>
        (await sshByHand(sshd, ['127.0.0.1'], lines)).stdout;

      beforeAll(async () => {
        // Nothing is announced, so nothing is lost with the session.
        pair = await startRealBgpPair({ api, listen: 'unix' });
        const { target, readTarget } = pair.gobgp;
        const socket = new URL(target).pathname;
        folder = `${socket}.guards`;
        [sshd, wrong] = await Promise.all([
          startGobgpSshd(socket),
          startBirdSshd('kernel-routes'),
        ]);
        endpoint = { driver: 'gobgp', target, guard: sshEndpoint(sshd).ssh };
        const router = (one: RealSshd<'ours'>) => ({
          asn: 394955,
          gobgp: { target: readTarget, nextHops: LINK_NETWORKS },
          actions: {
            gobgp: { target, guard: guard(one) },
            outOfBand: 'serial console',
          },
        });
        stage = await startSessionStage({
          defaultOwner: 'group:default/team-a',
          aggregates: [OWN],
          routers: { gw1: router(sshd), mistaken: router(wrong) },
        });
      });

      afterAll(async () => {
        await stage?.stop();
        await Promise.all([sshd?.stop(), wrong?.stop(), pair?.stop()]);
      });

      it('is nothing once a change is confirmed', async () => {
        const id = await stage.approved('bgp-peer.disable', input);
        const { lines } = (await stage.pipeline.find(id)).plan!;
        expect(JSON.stringify(lines)).toMatch(
          /without it gw1 by itself, a minute later/,
        );
        await stage.pipeline.drive(id, 'succeeded');
        expect(await isUp()).toBe(false);
        expect(await watched()).toEqual([]);
        const { name: _, acceptIsolation: __, ...plain } = input;
        const back = await stage.approved('bgp-peer.enable', plain);
        await stage.pipeline.drive(back, 'succeeded');
        expect(await watched()).toEqual([]);
        await pair.waitUntilUp();
      });

      it('waits from before the action until somebody confirms', async () => {
        const root = await mkdtemp(join(tmpdir(), 'orion-action-'));
        const dir = await new ActionFolders(root).open(1);
        const order: SessionOrder = {
          ...session,
          endpoint,
          action: { verb: 'disable' },
          reason: 'test',
          revertAfterSeconds: 600,
          guardId: 'of-this-test',
          execArgv,
        };
        await writeOrder(dir, order);
        const out = join(dir, 'act');
        const run = await startRun(actorCommand('act', dir, execArgv, out));
        expect(await run.wait()).toMatchObject({ exitCode: 0 });
        const events = (
          await tailLines(out, { stream: 'stdout', lines: 20 })
        ).map(line => JSON.parse(line).event);
        expect(events.indexOf('guarded')).toBeGreaterThan(
          events.indexOf('armed'),
        );
        expect(events.indexOf('did')).toBe(events.indexOf('guarded') + 1);
        expect(await watched()).toEqual([`enable ${NEIGHBOR}`]);
        expect(await decide(dir, 'confirmed')).toBe('confirmed');
        expect(await releaseGuards([dir])).toEqual([]);
        expect(await watched()).toEqual([]);
        await pause(500);
        await rm(root, { recursive: true, maxRetries: 5 });
        const hand = openSessionHand(session, endpoint);
        await hand.act({ verb: 'enable' }, 'test', soon());
        hand.close();
        await pair.waitUntilUp();
      });

      it('happens without ORION, its connections and sshd', async () => {
        const hand = openSessionHand(session, endpoint);
        const id = 'orion-is-lost';
        expect(await hand.guard!(id, 3, { verb: 'enable' }, soon())).toBe(true);
        await hand.act({ verb: 'disable' }, 'lost', soon());
        hand.close();
        sshd.killAll('SIGKILL');
        expect(await isUp()).toBe(false);
        // At once, or another test's daemon takes its port.
        await sshd.restart();
        await pair.waitUntilUp();
        const late = openSessionHand(session, endpoint);
        expect(await late.release!(id, soon())).toBe('undone');
        // A replay of it does nothing any more.
        await expect(
          late.guard!(id, 1, { verb: 'enable' }, soon()),
        ).rejects.toThrow(/nothing was done: It was undone/);
        late.close();
      });

      it('waits for a daemon that hangs', async () => {
        const hand = openSessionHand(session, endpoint);
        await hand.guard!('it-hangs-now', 1, { verb: 'enable' }, soon());
        await hand.act({ verb: 'disable' }, 'lost', soon());
        pair.gobgp.kill('SIGSTOP');
        await expect(
          hand.guard!('it-hangs-too', 1, { verb: 'enable' }, soon()),
        ).rejects.toThrow(
          /gw1 does not watch over the action by itself, so nothing was done/,
        );
        pair.gobgp.kill('SIGCONT');
        hand.close();
        await pair.waitUntilUp();
      });

      it('is what an announcement or a withdrawal was before', async () => {
        const target = {
          router: 'gw1',
          prefix: OWN,
          attributes: attributesOf(OWN, {
            nextHop: '0.0.0.0',
            communities: [[64500, 9]],
          }).map(bytes => bytes.toString('hex')),
        };
        const hand = (verb: 'announce' | 'withdraw') =>
          new GobgpPrefixHand({ ...target, prefixAction: { verb } }, endpoint);
        const announce = hand('announce');
        await expect(
          hand('withdraw').guard('nothing-there', 60, soon()),
        ).rejects.toThrow(/GoBGP does not announce 192\.0\.2\.0\/24/);
        await announce.guard('announced', 1, soon());
        await announce.act(soon());
        await eventually(async () => /\(64500,9\)/.test(await seen()));
        await eventually(async () => !/BGP/.test(await seen()));
        expect(await announce.release('announced', soon())).toBe('undone');

        await announce.act(soon());
        const withdraw = hand('withdraw');
        await withdraw.guard('withdrawn', 1, soon());
        await withdraw.act(soon());
        await eventually(async () => /\(64500,9\)/.test(await seen()));

        await withdraw.guard('released', 2, soon());
        await withdraw.act(soon());
        expect(await withdraw.release('released', soon())).toBe('released');
        await pause(3_000);
        expect(await seen()).not.toMatch(/BGP/);
        announce.close();
        withdraw.close();
      });

      it.each([OWN, '2001:db8:3949::/48'])(
        'is what was announced of %s, and not what somebody else announced since',
        async prefix => {
          const hand = (communities: [number, number][]) => {
            const attributes = attributesOf(prefix, {
              nextHop: prefix === OWN ? '0.0.0.0' : '::',
              communities,
            }).map(bytes => bytes.toString('hex'));
            return new GobgpPrefixHand(
              {
                router: 'gw1',
                prefix,
                attributes:
                  communities.length > 0 ? attributes : plainAttributes(prefix),
                prefixAction: { verb: 'announce' },
              },
              endpoint,
            );
          };
          const [ours, other] = [hand([]), hand([[64500, 9]])];
          const [first, second] = [
            `plain-${prefix.length}`,
            `other-${prefix.length}`,
          ];
          const standing = async () => (await ours.look(soon())).text;
          await ours.guard(first, 1, soon());
          await ours.act(soon());
          await eventually(async () => /not announced/.test(await standing()));

          await ours.guard(second, 3, soon());
          await ours.act(soon());
          await ours.undo(soon());
          await other.act(soon());
          await eventually(async () => (await watched()).length === 0);
          await pause(1_000);
          expect((await other.look(soon())).done).toBe(true);
          expect(await ours.release(second, soon())).toBe('undone');
          await other.undo(soon());
          ours.close();
          other.close();
        },
      );

      it('is no action where the router does not watch', async () => {
        const id = await stage.approved('bgp-peer.disable', {
          ...input,
          router: 'mistaken',
        });
        const { reason } = await stage.pipeline.drive(id, 'failed');
        expect(reason).toMatch(/is as it was; this change leaves nothing/);
        expect(await isUp()).toBe(true);
      });

      it.each([
        ['orion guard test-guard 2 disable ', '8007'],
        ['orion guard test-guard 2 disable all', '8007'],
        ['orion guard test-guard 2 disable 127.0.0.1; reboot', '8007'],
        ['orion guard test-guard 2 disable 127.0.0.1\0', '8007'],
        ['orion guard test-guard 2 disable $(reboot)', '8007'],
        ['orion guard test-guard 2 disable 127.0.0.1 127.0.0.2', '8007'],
        ['orion guard test-guard 2 disable 127.0.0.01', '8003'],
        ['orion guard test-guard 2 disable 0.0.0.0', '8003'],
        ['orion guard test-guard 2 disable ::', '8003'],
        ['orion guard test-guard 2 disable 192.0.2.1', '8003'],
        ['orion guard test-guard 0 disable 127.0.0.1', '8002'],
        ['orion guard test-guard 7201 disable 127.0.0.1', '8002'],
        ['orion guard test-guard 99999 disable 127.0.0.1', '8002'],
        ['orion guard ../../../tmp/x 2 disable 127.0.0.1', '8007'],
        [`orion guard test-guard 2 withdraw 0.0.0.0/0 ${DIGEST}`, '8007'],
        [`orion guard test-guard 2 withdraw 192.0.2.1/24 ${DIGEST}`, '8003'],
        [`orion guard test-guard 2 withdraw ${OWN}`, '8007'],
        [`orion guard test-guard 2 withdraw ${OWN} ${DIGEST.slice(1)}`, '8007'],
        [`orion guard test-guard 2 announce ${OWN} ${DIGEST}`, '8007'],
        ['orion guard test-guard 2 announce 198.51.100.0/24', '8003'],
        ['orion guard test-guard 2 softreset 127.0.0.1', '8007'],
        ['orion release ../x', '8007'],
        ['sh -c reboot', '8007'],
        ['', '8007'],
      ])('takes %j for no guard', async (line, code) => {
        const answers = (await say(`${line}\n`)).trim().split('\n');
        expect(answers[0]).toMatch(/^0001 /);
        expect(answers[1].slice(0, 4)).toBe(code);
        expect(await watched()).toEqual([]);
      });

      it('is all that somebody with the key gets', async () => {
        for (const asked of [['cat /etc/passwd'], ['GOBGP_SOCKET=/x sh']]) {
          const { stdout } = await sshByHand(
            sshd,
            ['127.0.0.1', ...asked],
            'id\n',
          );
          expect(stdout).toMatch(/^0001 .*\n8007 Access denied\n$/);
        }
        const long = await sshByHand(
          sshd,
          ['127.0.0.1'],
          `orion release ${'x'.repeat(100_000)}`,
        );
        expect(long.stderr).toMatch(/no command is that long/);
        const forward = await sshByHand(sshd, [
          '-W',
          '127.0.0.1:22',
          '127.0.0.1',
        ]);
        expect(forward.stderr).toMatch(/prohibited|refused/);
        expect(await isUp()).toBe(true);
      });

      it('is one thing for one neighbor', async () => {
        const said = await say(
          [
            `orion guard test-one 60 enable ${NEIGHBOR}`,
            `orion guard test-two 60 disable ${NEIGHBOR}`,
            `orion guard test-one 60 disable ${NEIGHBOR}`,
            `orion guard test-one 60 enable ${NEIGHBOR}`,
            'orion release test-one',
            'orion release test-one\n',
          ].join('\n'),
        );
        expect(said.trim().split('\n').slice(1)).toEqual([
          '0000 Guarded',
          '8002 Another guard waits for the opposite',
          '8002 That is another guard',
          '0000 Guarded already',
          '0000 Released',
          '0000 Not guarded',
        ]);
      });
    },
  );
});
