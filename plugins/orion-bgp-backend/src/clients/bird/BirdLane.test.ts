import { BirdLane } from './BirdLane';
import { connectUnix } from './connectUnix';
import { TestDaemon } from './testDaemon';

describe('BirdLane', () => {
  let daemon: TestDaemon;
  let lane: BirdLane;
  const { signal } = new AbortController();

  beforeEach(async () => {
    daemon = await new TestDaemon().start();
    daemon.answers['show status'] = '0013 Up\n';
    lane = new BirdLane({
      router: 'gw1',
      open: () => connectUnix(daemon.path),
      commandMs: 200,
    });
  });
  afterEach(async () => {
    lane.close();
    await daemon.stop();
  });

  const ask = () => lane.run(signal, c => c.lines({ kind: 'status' }));

  it('lets one at a time have the connection', async () => {
    let inside = 0;
    const work = () =>
      lane.run(signal, async connection => {
        expect(inside++).toBe(0);
        await connection.lines({ kind: 'status' });
        inside--;
      });
    await Promise.all([work(), work(), work()]);
    expect(daemon.connections).toBe(1);
  });

  it('goes on after one that failed, on a new connection when it must', async () => {
    await ask();
    await expect(
      lane.run(signal, async () => {
        throw new Error('of the caller');
      }),
    ).rejects.toThrow('of the caller');
    await ask();
    expect(daemon.connections).toBe(1);
    daemon.answers['show status'] = () => {};
    await expect(ask()).rejects.toMatchObject({ problem: 'deadline' });
    daemon.answers['show status'] = '0013 Up\n';
    await ask();
    expect(daemon.connections).toBe(2);
  });

  it('notices a daemon that was restarted meanwhile', async () => {
    await ask();
    daemon.dropAll();
    await new Promise(resolve => setTimeout(resolve, 20));
    await ask();
    expect(daemon.connections).toBe(2);
  });

  it('lets go who waits, and all when it is closed', async () => {
    const given = new AbortController();
    let finish = () => {};
    const first = lane.run(
      signal,
      () =>
        new Promise<void>(resolve => {
          finish = resolve;
        }),
    );
    const second = lane.run(given.signal, async () => 'second');
    const third = lane.run(signal, async () => 'third');
    given.abort();
    await expect(second).rejects.toMatchObject({ problem: 'closed' });
    while (!daemon.asked.includes('timeformat "%s"')) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await new Promise(resolve => setTimeout(resolve, 5));
    finish();
    await first;
    expect(await third).toBe('third');
    lane.close();
    lane.close();
    await expect(ask()).rejects.toThrow('gw1 is no longer asked');
  });
});
