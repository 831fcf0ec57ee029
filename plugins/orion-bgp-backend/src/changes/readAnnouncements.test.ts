import { createRouteSource } from '../clients/createRouteSource';
import { encodeAttributes } from '../attributes/encodeAttributes';
import { ExportRecord, RouteSource } from '../routes/RouteSource';
import { readAnnouncements } from './readAnnouncements';

jest.mock('../clients/createRouteSource', () => ({
  createRouteSource: jest.fn(),
}));

const { signal } = new AbortController();
const session = (name: string, neighborAs: number) => ({
  ...{ name, neighborAs, localAs: 394955, state: 'established' },
  type: neighborAs === 394955 ? 'internal' : 'external',
});

function startSource(exports: { [session: string]: ExportRecord[] }) {
  const close = jest.fn();
  const dumpExports = jest.fn(
    async ({
      session: name,
      sink,
    }: Parameters<RouteSource['dumpExports']>[0]) =>
      exports[name].forEach(route => void sink(route)),
  );
  const readRouter = jest.fn(async () => ({
    identity: { asn: 394955 },
    sessions: [
      session('inside', 394955),
      session('voix', 64496),
      session('he', 6939),
    ],
    problems: [],
  }));
  jest
    .mocked(createRouteSource)
    .mockReturnValue({ close, dumpExports, readRouter } as never);
  return { close, dumpExports, readRouter };
}

function routes(count: number, from: string, ...asns: number[]) {
  const attributes = encodeAttributes({
    asPath: [{ type: 'sequence', asns: [394955, ...asns] }],
  });
  return Array.from(
    { length: count },
    (_, index): ExportRecord => ({
      ...{ family: 4, length: 24, from, attributes },
      address: Uint8Array.of(10, index >> 8, index % 256, 0),
    }),
  );
}

const read = () =>
  readAnnouncements(
    { relations: new Map([[64500, 'customer']]) },
    { id: 'gw2' } as never,
    signal,
  );

describe('readAnnouncements', () => {
  it('tells own prefixes from others by their path', async () => {
    const { close } = startSource({
      he: [...routes(1, 'inside'), ...routes(300, 'inside', 64496)],
      voix: routes(2, ''),
    });
    const { announced, problem } = await read();
    expect(problem).toBeUndefined();
    expect(announced).toMatchObject([
      {
        session: { name: 'he' },
        own: ['10.0.0.0/24'],
        foreign: { count: 300 },
      },
      { session: { name: 'voix' }, own: { length: 2 }, foreign: { count: 0 } },
    ]);
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('says where more goes out as its own than anybody has, and reads no more', async () => {
    const { dumpExports } = startSource({
      he: routes(10_001, ''),
      voix: routes(2, ''),
    });
    const found = await read();
    expect(found.reading).toBeUndefined();
    expect(found).toMatchObject({
      announced: [{ session: { name: 'he' }, tooMany: true }],
      problem:
        'Session he announces more than 10000 prefixes of its own network',
    });
    expect(dumpExports).toHaveBeenCalledTimes(1);
  });

  it('gives each list time of its own, beside the reading of sessions', async () => {
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    startSource({ he: [], voix: [] });
    await read();
    expect(timeout.mock.calls.flat()).toEqual([8_000, 30_000, 30_000]);
    timeout.mockRestore();
  });
});
