import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import { CollectorClient } from './CollectorClient';

const DEADLINE_MS = 300;

describe('CollectorClient', () => {
  let server: Server | undefined;
  let client: CollectorClient;
  let port = 0;
  let asked = 0;

  const listen = async (answer: RequestListener) => {
    server = createServer((req, res) => {
      asked += 1;
      answer(req, res);
    });
    await new Promise<void>(done => server!.listen(port, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  };
  const close = async () => {
    server?.closeAllConnections();
    await new Promise(done => (server ? server.close(done) : done(undefined)));
    server = undefined;
  };
  const refusal = (status: number, name: string, message: string) =>
    listen((_req, res) => {
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(
        JSON.stringify({
          error: { name, message },
          response: { statusCode: status },
        }),
      );
    });
  const ask = () => client.ask('tables', {});
  const timed = async () => {
    const from = performance.now();
    const error: Error = await ask().then(
      () => new Error('it answered'),
      thrown => thrown,
    );
    return { error, tookMs: performance.now() - from };
  };

  beforeEach(() => {
    asked = 0;
    port = 0;
    client = new CollectorClient({
      auth: mockServices.auth(),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
      }),
      deadlineMs: DEADLINE_MS,
    });
  });

  afterEach(close);

  it('says since when nobody listens, and hears at once when somebody does', async () => {
    await listen((_req, res) => res.end('{}'));
    await ask();
    await close();
    const first = await timed();
    expect(first.error).toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(
        /^The collector of routes does not answer since \d\d:\d\d:\d\d UTC: ./,
      ),
    });
    const again = await timed();
    expect(again.error.message).toMatch(/ECONNREFUSED/);
    const sinceOf = ({ message }: Error) => /\d\d:\d\d:\d\d/.exec(message)?.[0];
    expect(sinceOf(again.error)).toBe(sinceOf(first.error));
    await listen((_req, res) => res.end('{"tables":[],"rpki":[]}'));
    expect(await ask()).toEqual({ tables: [], rpki: [] });
  });

  it('says the day of a silence that is not of today', async () => {
    const doNotFake = [
      ...(['nextTick', 'setImmediate', 'setInterval', 'setTimeout'] as const),
      ...(['clearImmediate', 'clearInterval', 'clearTimeout'] as const),
      ...(['performance', 'hrtime', 'queueMicrotask'] as const),
    ];
    jest.useFakeTimers({ doNotFake, now: Date.parse('2026-03-12T03:12:00Z') });
    try {
      // Nobody listens there.
      await listen((_req, res) => res.end('{}'));
      await close();
      expect((await timed()).error.message).toMatch(/ since 03:12:00 UTC: /);
      jest.setSystemTime(Date.parse('2026-03-14T08:00:00Z'));
      expect((await timed()).error.message).toMatch(
        / since 2026-03-12 03:12:00 UTC: /,
      );
    } finally {
      jest.useRealTimers();
    }
  });

  it('asks ahead of people where it is told to, and rests for no question that waits', async () => {
    const paths: string[] = [];
    await listen((req, res) => {
      paths.push(req.url!);
      if (paths.length < 3) {
        res.end('{}');
      }
    });
    await client.ask('tables', {});
    await client.ask('counts', {} as never, { ahead: true });
    expect(paths.map(path => path.replace(/^.*calls/, ''))).toEqual([
      '/tables',
      '/counts?ahead=true',
    ]);
    await expect(client.ask('counts', {} as never)).rejects.toThrow(
      /does not answer/,
    );
    // Somebody's searches were before it; the collector is there.
    await expect(client.ask('counts', {} as never)).rejects.toThrow();
    expect(paths).toHaveLength(4);
  });

  it('waits for silence once, and answers at once for a while then', async () => {
    await listen(() => {});
    const first = await timed();
    expect(first.error.name).toBe('ServiceUnavailableError');
    expect(first.tookMs).toBeGreaterThan(DEADLINE_MS - 50);
    const second = await timed();
    expect(second.error.message).toBe(first.error.message);
    expect(second.tookMs).toBeLessThan(100);
    expect(asked).toBe(1);
  });

  it('does not wait for an answer that trickles in', async () => {
    await listen((_req, res) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => res.write(' '), 20);
      res.on('close', () => clearInterval(timer));
    });
    const { error, tookMs } = await timed();
    expect(error.name).toBe('ServiceUnavailableError');
    expect(tookMs).toBeLessThan(DEADLINE_MS + 1_000);
  });

  it.each([
    [400, 'InputError', 'InputError', 'wrong'],
    [404, 'NotFoundError', 'NotFoundError', 'wrong'],
    [404, 'Error', 'ServiceUnavailableError', 'No collector'],
    [503, 'ServiceUnavailableError', 'ServiceUnavailableError', 'wrong'],
    [403, 'NotAllowedError', 'ServiceUnavailableError', 'wrong'],
  ])('takes %d %s for %s', async (status, name, becomes, message) => {
    await refusal(status, name, 'wrong');
    const { error } = await timed();
    expect(error.name).toBe(becomes);
    expect(error.message).toContain(message);
  });

  it('says that what is no JSON is no answer', async () => {
    await listen((_req, res) => res.end('<html>'));
    expect((await timed()).error.message).toMatch(/does not answer.*JSON/);
  });
});
