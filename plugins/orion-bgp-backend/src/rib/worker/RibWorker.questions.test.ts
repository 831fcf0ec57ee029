import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { RibMessage } from './protocol';
import { RibWorker } from './RibWorker';

const logger = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
const impact = {
  ...{ router: 'bird', session: 'he_v4' },
  ...{ usable: [], links: [], addresses: [], prefixes: [] },
};
let worker: RibWorker;

/** A question asked right behind waits: reading its code takes a thread longer than a turn. */
function start() {
  worker = RibWorker.start({
    config: {
      routers: [
        {
          ...{ id: 'bird', asn: 394955 },
          source: {
            ...{ router: 'bird', driver: 'memory' },
            settings: { routes: 2000 },
          },
        },
      ],
      communities: [],
      rpki: [],
    },
    logger,
    deadlineMs: 60_000,
    sourceModule: join(__dirname, '../testing/createMemorySource.ts'),
    execArgv: [
      '--no-warnings',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
    ],
  });
}

const search = (limit: number, options = {}) =>
  worker.ask('search', { query: {}, limit }, options);
const isRead = () => eventually(() => worker.tables[0].state === 'polled');

/** What the worker was given since, searches by their limit. */
function watchPosts() {
  const posted = jest.spyOn(Worker.prototype, 'postMessage');
  const posts = () =>
    posted.mock.calls.map(([message]) => {
      const { call, input }: RibMessage = message;
      return call === 'search' ? input.limit : call;
    });
  const thread = () => posted.mock.contexts[0] as Worker;
  return { posts, thread };
}

afterEach(async () => {
  jest.restoreAllMocks();
  await worker.close();
});

describe('RibWorker, asked by many', () => {
  it('answers for a change before twenty searches that were asked first', async () => {
    start();
    await isRead();
    const order: unknown[] = [];
    const asked = [
      ...Array.from({ length: 20 }, (_, index) =>
        search(1 + index).then(() => order.push(index)),
      ),
      worker.ask('counts', { routers: ['bird'] }).then(() => order.push('own')),
      worker.ask('impact', impact).then(() => order.push('impact')),
      worker
        .ask('counts', { routers: ['bird'] }, { ahead: true })
        .then(() => order.push('counts')),
    ];
    await Promise.all(asked);
    const searches = Array.from({ length: 20 }, (_, index) => index);
    // One search was running. The two behind it are answered in any order.
    const first = new Set(order.splice(0, 3));
    expect(first).toEqual(new Set([0, 'impact', 'counts']));
    expect(order).toEqual([...searches.slice(1), 'own']);
  });

  it('posts news of routers at once and in order, before what is asked after them', async () => {
    start();
    await isRead();
    const { posts } = watchPosts();
    const asked = [
      search(1),
      search(2),
      worker.ask('resync', { router: 'bird' }),
      worker.ask('exportsMoved', { router: 'bird', sessions: [] }),
      worker.ask('changesMoved', { router: 'bird' }),
      worker.ask('tables', undefined),
      search(3),
    ];
    const news = ['resync', 'exportsMoved', 'changesMoved', 'tables'];
    expect(posts()).toEqual([1, ...news]);
    await Promise.all(asked);
    expect(posts()).toEqual([1, ...news, 2, 3]);
  });

  it('never works off what nobody waits for any more', async () => {
    const { posts } = watchPosts();
    start();
    const first = search(1);
    const late = search(2, { deadlineMs: 0 });
    const gone = new AbortController();
    const left = search(3, { signal: gone.signal });
    const last = search(4);
    gone.abort();
    await expect(left).rejects.toThrow('went away');
    await expect(late).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: 'The route index did not answer within 0 ms',
    });
    await expect(search(5, { signal: gone.signal })).rejects.toThrow();
    await Promise.all([first, last]);
    expect(posts()).toEqual(['configure', 1, 4]);
  });

  it('says how many wait, and takes no more', async () => {
    start();
    const asked = Array.from({ length: 501 }, () => search(1));
    await expect(search(1)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('has 500 questions waiting'),
    });
    await expect(
      worker.ask('diff', {
        ...{ a: 'bird', b: 'bird' },
        options: { scope: 'accepted', limit: 1 },
      }),
    ).rejects.toThrow('questions waiting');
    expect(await worker.ask('tables', undefined)).toHaveLength(1);
    await Promise.all(asked);
  });

  it('refuses a search whose terms cost too much together', async () => {
    start();
    await isRead();
    const query = { pathPatterns: Array(20_000).fill('.$') };
    await expect(
      worker.ask('search', { query, limit: 1 }),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(/name an AS in it.* 5000000 steps/),
    });
  });

  it('rejects what waits when the worker crashes, and asks the next one none of it', async () => {
    const { posts, thread } = watchPosts();
    start();
    const asked = [search(1), search(2), worker.ask('tables', undefined)];
    await thread().terminate();
    for (const { reason } of (await Promise.allSettled(asked)) as {
      reason?: Error;
    }[]) {
      expect(reason).toMatchObject({
        name: 'ServiceUnavailableError',
        message: 'The route index stopped and starts again',
      });
    }
    await expect(search(3)).rejects.toThrow('not running');
    await isRead();
    expect((await search(4)).items).toHaveLength(4);
    expect(posts()).toEqual(['configure', 1, 'tables', 'configure', 4]);
  });

  it('rejects what waits when it closes, and answers what was posted', async () => {
    start();
    await isRead();
    const { posts } = watchPosts();
    const asked = [search(1), search(2)];
    const closing = worker.close();
    expect(posts()).toEqual([1, 'stop']);
    expect(await Promise.allSettled(asked)).toMatchObject([
      { value: { total: expect.any(Number), tables: [{ router: 'bird' }] } },
      { reason: { message: 'The route index was closed' } },
    ]);
    await closing;
    await expect(search(3)).rejects.toThrow('not running');
  });
});
