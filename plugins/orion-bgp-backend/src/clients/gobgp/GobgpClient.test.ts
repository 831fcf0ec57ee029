import { GobgpClient, GobgpClientOptions } from './GobgpClient';
import { GobgpConnection } from './GobgpConnection';

const { signal } = new AbortController();
const unimplemented = new Error('no such service', { cause: { code: 12 } });

/** What a client asks a daemon of this generation, with its deadlines. */
function setUp(generation: 3 | 4, options?: GobgpClientOptions) {
  const unary = jest.fn(async (api: { generation: number }) => {
    if (api.generation !== generation) {
      throw unimplemented;
    }
    return {};
  });
  const stream = jest.fn<Promise<void>, any[]>(async () => {});
  const connection = { target: { router: 'gw1' }, unary, stream };
  const client = new GobgpClient(
    connection as unknown as GobgpConnection,
    options,
  );
  const list = async (prefixes?: string[]) => {
    const query = { table: 'GLOBAL', family: {}, prefixes } as never;
    await client.listPaths(query, { signal, onMessage: () => {} });
    const [, method, request, given] = stream.mock.lastCall!;
    return { method, request, deadlineMs: given.deadlineMs };
  };
  return { client, list, unary };
}

describe('GobgpClient', () => {
  it.each([
    [3, undefined, undefined],
    [3, 512, 512],
    [4, undefined, 4096],
    [4, 512, 512],
  ] as const)(
    'asks GoBGP %s with batches of %s for %s',
    async (generation, batchSize, asked) => {
      const { list } = setUp(generation, { batchSize });
      const { method, request } = await list();
      expect(method).toBe('ListPath');
      expect(request.batch_size).toBe(asked);
    },
  );

  it('gives a dump two minutes and everything else ten seconds', async () => {
    const { client, list, unary } = setUp(4);
    expect(await list()).toMatchObject({ deadlineMs: 120_000 });
    expect(await list(['192.0.2.0/24'])).toMatchObject({ deadlineMs: 10_000 });
    await client.getBgp(signal);
    expect(unary.mock.lastCall).toMatchObject([
      {},
      'GetBgp',
      {},
      { deadlineMs: 10_000 },
    ]);
  });
});
