import { setTimeout as sleep } from 'node:timers/promises';
import { createServer, Http2Server } from 'node:http2';
import { AddressInfo } from 'node:net';
import {
  describeWithDaemons,
  RealGobgp,
  RunningGobgp,
  startGobgp,
  startRealGobgp,
} from '@orion/lab';
import { checkRouters } from './checkRouters';
import { RouterSettings } from './readSettings';

const check = async (gw2: RouterSettings) =>
  (await checkRouters({ orion: { bgp: { routers: { gw2 } } } }))[0];

function findsOut(
  api: 3 | 4,
  ways: () => { target: string; readTarget: string },
) {
  it('tells a way that only reads from one that may do more', async () => {
    const { target, readTarget } = ways();
    expect(await check({ gobgp: { target: readTarget } })).toEqual({
      state: 'ok',
      subject: 'router gw2',
      found: `GoBGP ${api} at ${readTarget}, reads only`,
    });
    expect(await check({ gobgp: { target } })).toMatchObject({
      state: 'warning',
      found: `GoBGP ${api} at ${target}; ORION's way to it may also alter the router`,
      remedy: expect.stringMatching(/a proxy that lets Get, List and Watch/),
    });
    // It answers still.
    expect(await check({ gobgp: { target } })).toMatchObject({
      state: 'warning',
    });
  });
}

describe.each([3, 4] as const)('the doctor at GoBGP %i', api => {
  describe('simulated', () => {
    let gobgp: RunningGobgp;
    beforeAll(async () => {
      gobgp = await startGobgp({ port: 0, api });
    });
    afterAll(() => gobgp?.stop());
    findsOut(api, () => gobgp);

    it('alters nothing', async () => {
      const before = JSON.stringify(gobgp.world.state.sessions);
      await check({ gobgp: { target: gobgp.target } });
      expect(JSON.stringify(gobgp.world.state.sessions)).toBe(before);
      expect(
        gobgp.requests.list().find(({ method }) => method === 'EnablePeer')
          ?.params,
      ).toMatchObject({ address: '255.255.255.255' });
    });
  });

  describeWithDaemons([`gobgpd${api}`], 'the real one', () => {
    let gobgp: RealGobgp;
    beforeAll(async () => {
      gobgp = await startRealGobgp({
        api,
        config:
          '[global.config]\n  as = 394955\n  router-id = "10.0.0.2"\n  port = -1\n',
      });
    });
    afterAll(() => gobgp?.stop());
    findsOut(api, () => gobgp);

    it('says that it hangs', async () => {
      gobgp.kill('SIGSTOP');
      // It reaches a program of many threads a moment later.
      await sleep(500);
      expect(await check({ gobgp: { target: gobgp.target } })).toMatchObject({
        state: 'failed',
        found: `${gobgp.target}: it does not answer`,
      });
      gobgp.kill('SIGCONT');
    });
  });
});

describe('the doctor at something else', () => {
  let server: Http2Server;
  let target: string;
  let answer: (path: string) => object;

  beforeAll(async () => {
    server = createServer();
    server.on('stream', (stream, headers) => {
      stream.respond(answer(String(headers[':path'])) as never, {
        endStream: true,
      });
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it('takes the 403 of a proxy for a refusal', async () => {
    answer = path => ({
      ':status': path.endsWith('EnablePeer') ? 403 : 200,
      'grpc-status': '0',
    });
    expect(await check({ gobgp: { target } })).toMatchObject({ state: 'ok' });
    answer = () => ({ ':status': 403 });
    expect(await check({ gobgp: { target } })).toMatchObject({
      state: 'failed',
      found: `${target}: it lets nobody read with this certificate`,
    });
  });

  it.each([[0], [2], [3], [5], [13]])(
    'takes status %i for the right to act',
    async status => {
      answer = path => ({
        ':status': 200,
        'grpc-status': path.endsWith('EnablePeer') ? String(status) : '0',
      });
      expect(await check({ gobgp: { target } })).toMatchObject({
        state: 'warning',
      });
    },
  );

  it('refuses to act in clear where others can reach it, and warns of reading', async () => {
    const everywhere = target.replace('127.0.0.1', '0.0.0.0');
    answer = () => ({ ':status': 200, 'grpc-status': '0' });
    expect(await check({ gobgp: { target: everywhere } })).toMatchObject({
      state: 'failed',
      found: `${everywhere} in clear: whoever reaches it may alter the router`,
    });
    answer = path => ({
      ':status': 200,
      'grpc-status': path.endsWith('EnablePeer') ? '7' : '0',
    });
    expect(await check({ gobgp: { target: everywhere } })).toMatchObject({
      state: 'warning',
      found: expect.stringMatching(/reads only, but in clear$/),
    });
  });

  it('says that nobody listens, or something that is no GoBGP', async () => {
    expect(await check({ gobgp: { target: '127.0.0.1:1' } })).toMatchObject({
      state: 'failed',
      found: expect.stringMatching(/ECONNREFUSED/),
    });
    answer = () => ({ ':status': 404 });
    expect(await check({ gobgp: { target } })).toMatchObject({
      state: 'failed',
      found: `${target}: it answers with HTTP status 404`,
    });
    answer = () => ({ ':status': 200, 'grpc-status': '12' });
    expect(await check({ gobgp: { target } })).toMatchObject({
      found: `${target}: it is no GoBGP`,
    });
  });

  it('refuses the same way to read and to act', async () => {
    const gobgp = { target };
    expect(await check({ gobgp, actions: { gobgp } })).toMatchObject({
      state: 'failed',
      found: `${target}: the address that reads is the one that acts`,
    });
    const tls = { caFile: 'ca.pem', certFile: 'c.pem', keyFile: 'c.key' };
    const other = { target: 'elsewhere:1', tls };
    expect(
      await check({ gobgp: { target, tls }, actions: { gobgp: other } }),
    ).toMatchObject({
      state: 'failed',
      found: `${target}: the certificate that reads is the one that acts`,
    });
  });
});
