import {
  describeWithDaemons,
  loadTls,
  RealGobgp,
  startRealGobgp,
} from '@orion/lab';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GobgpRouteSource } from './GobgpRouteSource';
import { GobgpTls } from './GobgpTarget';

const config = `
[global.config]
  as = 394955
  router-id = "10.255.0.2"
  port = -1
`;
const { signal } = new AbortController();

describe('a router nobody answers for', () => {
  it('is named, with what was said', async () => {
    const source = GobgpRouteSource.create({
      router: 'edge9',
      address: '127.0.0.1:22999',
    });
    await expect(source.readRouter({ signal })).rejects.toMatchObject({
      problem: 'connect',
      message: expect.stringMatching(
        /^GoBGP of router edge9 cannot be reached at 127\.0\.0\.1:22999: .*ECONNREFUSED/,
      ),
    });
    await source.close();
    await source.close();
    await expect(source.readRouter({ signal })).rejects.toMatchObject({
      problem: 'closed',
    });
  });
});

describe.each([3, 4] as const)('the channel to GoBGP %i', api => {
  describeWithDaemons([`gobgpd${api}`], 'the real one', () => {
    let gobgp: RealGobgp;
    let source: GobgpRouteSource;

    beforeAll(async () => {
      gobgp = await startRealGobgp({ api, config });
      source = GobgpRouteSource.create({
        router: 'edge1',
        address: gobgp.target,
      });
    });
    afterAll(async () => {
      await source?.close();
      await gobgp?.stop();
    });

    it('gives up an answer that is too long', async () => {
      const small = GobgpRouteSource.create({
        router: 'edge1',
        address: gobgp.target,
        maxAnswerBytes: 10,
      });
      await expect(small.readRouter({ signal })).rejects.toMatchObject({
        problem: 'limit',
        message: expect.stringMatching(
          /^GoBGP of router edge1 gave too long an answer to GetBgp: .*10/,
        ),
      });
      await small.close();
    });

    it('ends when it is told to, and lives on', async () => {
      await expect(
        source.readRouter({ signal: AbortSignal.abort() }),
      ).rejects.toMatchObject({ problem: 'closed' });
      gobgp.kill('SIGSTOP');
      await expect(
        source.readRouter({ signal: AbortSignal.timeout(300) }),
      ).rejects.toMatchObject({ problem: 'closed' });
      gobgp.kill('SIGCONT');
      expect((await source.readRouter({ signal })).sessions).toEqual([]);
    });

    it('opens again after gobgpd was restarted', async () => {
      await gobgp.stop();
      await expect(source.readRouter({ signal })).rejects.toMatchObject({
        problem: 'connect',
      });
      gobgp = await startRealGobgp({ api, config, target: gobgp.target });
      expect((await source.readRouter({ signal })).sessions).toEqual([]);
    });

    it('goes over a unix socket', async () => {
      const other = await startRealGobgp({ api, config, listen: 'unix' });
      const local = GobgpRouteSource.create({
        router: 'edge1',
        address: other.target,
      });
      expect((await local.readRouter({ signal })).sessions).toEqual([]);
      await local.close();
      await other.stop();
    });

    it('goes over TLS, and trusts only the given authority', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'orion-gobgp-tls-'));
      const { ca } = await loadTls({ stateDir: folder, name: 'gobgp' });
      const other = await startRealGobgp({
        api,
        config,
        args: [
          ...['--tls', '--tls-cert-file', join(folder, 'server.pem')],
          ...['--tls-key-file', join(folder, 'server-key.pem')],
        ],
      });
      const { target: address } = other;
      const trusting = GobgpRouteSource.create({
        router: 'edge1',
        address,
        tls: { ca, serverName: 'localhost' },
      });
      expect((await trusting.readRouter({ signal })).sessions).toEqual([]);
      const strict = GobgpRouteSource.create({
        router: 'edge1',
        address,
        tls: {},
      });
      await expect(strict.readRouter({ signal })).rejects.toMatchObject({
        problem: 'connect',
      });
      let certificates = (): GobgpTls => {
        throw new Error('ENOENT: no such file');
      };
      const renewed = GobgpRouteSource.create({
        router: 'edge1',
        address,
        tls: () => certificates(),
      });
      await expect(renewed.readRouter({ signal })).rejects.toMatchObject({
        problem: 'connect',
        message:
          'ORION cannot read its certificates for GoBGP of router edge1: ENOENT: no such file',
      });
      certificates = () => ({});
      await expect(renewed.readRouter({ signal })).rejects.toMatchObject({
        problem: 'connect',
      });
      certificates = () => ({ ca, serverName: 'localhost' });
      expect((await renewed.readRouter({ signal })).sessions).toEqual([]);
      await Promise.all([trusting.close(), strict.close(), renewed.close()]);
      await other.stop();
      rmSync(folder, { recursive: true });
    });
  });
});

describeWithDaemons(
  ['gobgpd3', 'gobgpd4'],
  'a daemon that comes back as the other generation',
  () => {
    it('is found out', async () => {
      let daemon = await startRealGobgp({ api: 3, config });
      const { target } = daemon;
      const source = GobgpRouteSource.create({
        router: 'edge1',
        address: target,
      });
      const driver = async () =>
        (await source.readRouter({ signal })).identity.driver;
      expect(await driver()).toBe('gobgp-v3');
      expect(source.watchPaths).toBeUndefined();
      await daemon.stop();
      await expect(driver()).rejects.toMatchObject({ problem: 'connect' });
      daemon = await startRealGobgp({ api: 4, config, target });
      // The first call learns that the daemon is another one.
      await driver().catch(() => {});
      expect(await driver()).toBe('gobgp-v4');
      expect(source.watchPaths).toBeDefined();
      await source.close();
      await daemon.stop();
    });
  },
);
