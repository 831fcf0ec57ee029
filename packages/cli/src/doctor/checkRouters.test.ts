import { RunningBird, RunningGobgp, startBird, startGobgp } from '@orion/lab';
import { checkRouters } from './checkRouters';
import { RouterSettings } from './readSettings';

const check = async (gw1: RouterSettings) =>
  (await checkRouters({ orion: { bgp: { routers: { gw1 } } } }))[0];

describe('checkRouters', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;

  beforeAll(async () => {
    [bird, gobgp] = await Promise.all([startBird(), startGobgp({ port: 0 })]);
  });

  afterAll(() => Promise.all([bird?.stop(), gobgp?.stop()]));

  it('says which BIRD answers, and that its socket could do more than read', async () => {
    expect(await check({ bird: { socket: bird.path } })).toMatchObject({
      state: 'warning',
      subject: 'router gw1',
      found: expect.stringMatching(
        /^BIRD 2\.0\.12; this socket may also alter/,
      ),
      remedy: expect.stringContaining('restrict'),
    });
  });

  it('says that a socket is not there, or answers nonsense', async () => {
    expect(
      await check({ bird: { socket: '/nonexistent/bird.ctl' } }),
    ).toMatchObject({
      state: 'failed',
      found: expect.stringMatching(/ENOENT/),
    });
    bird.faults.set('dropConnection');
    expect(await check({ bird: { socket: bird.path } })).toMatchObject({
      state: 'failed',
    });
    bird.faults.clear();
  });

  it('refuses a GoBGP in clear that others can reach', async () => {
    expect(await check({ gobgp: { target: gobgp.target } })).toMatchObject({
      state: 'ok',
    });
    expect(await check({ gobgp: { target: '127.0.0.1:1' } })).toMatchObject({
      state: 'failed',
      found: expect.stringMatching(/ECONNREFUSED/),
    });
  });

  it('has nothing to say without routers', async () => {
    expect(await checkRouters({})).toEqual([]);
  });
});
