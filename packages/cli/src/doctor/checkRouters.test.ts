import { RunningBird, startBird } from '@orion/lab';
import { checkRouters } from './checkRouters';
import { RouterSettings } from './readSettings';

const check = async (gw1: RouterSettings) =>
  (await checkRouters({ orion: { bgp: { routers: { gw1 } } } }))[0];

describe('checkRouters', () => {
  let bird: RunningBird;

  beforeAll(async () => {
    bird = await startBird();
  });

  afterAll(() => bird?.stop());

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

  it('is content with a socket that only reads', async () => {
    expect(await check({ bird: { socket: bird.readPath } })).toMatchObject({
      state: 'ok',
      found: 'BIRD 2.0.12, socket reads only',
    });
    const same = { socket: bird.readPath };
    expect(await check({ bird: same, actions: { bird: same } })).toMatchObject({
      state: 'failed',
      found: expect.stringMatching(/the socket that reads is the socket that/),
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

  it('has nothing to say without routers', async () => {
    expect(await checkRouters({})).toEqual([]);
  });
});
