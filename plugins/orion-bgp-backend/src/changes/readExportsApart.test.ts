import { encodeAttributes } from '../attributes/encodeAttributes';
import { MemorySource } from '../rib/testing/MemorySource';
import { ExportRecord } from '../routes/RouteSource';
import { isCertainLeak, judgeLeaks } from './judgeLeaks';
import { readOriginated } from './readExports';
import { EnoughForeign, readExportsApart } from './readExportsApart';

const { signal } = new AbortController();
const session = (name: string, neighborAs: number) => ({
  ...{ name, neighborAs, localAs: 394955, families: [] },
  type: neighborAs === 394955 ? 'internal' : 'external',
});
const reading = {
  identity: { asn: 394955 },
  sessions: [
    session('he', 6939),
    session('voix', 64496),
    session('customer', 64500),
    session('inside', 394955),
  ],
} as never;
const config = {
  relations: new Map([
    [6939, 'provider' as const],
    [64496, 'peer' as const],
    [64501, 'customer' as const],
  ]),
};

/** `10.x.y.0/24`, so many of them, as GoBGP sends them. */
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

function sourceWith(...exports: ExportRecord[][]) {
  const source = new MemorySource();
  source.exports.he = exports.flat();
  return source;
}

const read = (source: MemorySource, isEnough?: EnoughForeign) =>
  readExportsApart(config, source, reading, 'he', signal, isEnough);
const beyond = (before?: number) => (found: Parameters<EnoughForeign>[0]) =>
  isCertainLeak(before, found);

describe('readExportsApart', () => {
  it('counts routes of other networks from wherever they come', async () => {
    const [ours, more] = [routes(2, ''), routes(3, 'inside')];
    const source = sourceWith(
      ours,
      // Heard from another router of the network, which hears it outside.
      routes(7, 'inside', 64496, 64511),
      routes(5, 'customer', 64500),
    );
    expect(await read(source)).toMatchObject({
      own: ['10.0.0.0/24', '10.0.1.0/24'],
      foreign: {
        count: 12,
        examples: ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24'],
        // What those are whom another router heard it from, the path says.
        leaked: { count: 7, from: ['inside'] },
      },
    });
    source.exports.he = more;
    expect((await read(source)).own).toHaveLength(3);
  });

  it.each([
    ['a customer', [64501], 0, 0],
    ['a customer, over others of its own', [64501, 64512], 0, 0],
    ['a peer', [64496, 64501], 5, 5],
    ['nobody who is known', [64511], 5, 0],
  ])(
    'knows of what another router heard from %s whose it is',
    async (_, asns, beside, leaked) => {
      const { foreign } = await read(sourceWith(routes(5, 'inside', ...asns)));
      expect(foreign).toMatchObject({
        count: 5,
        beside: { count: beside },
        leaked: { count: leaked },
      });
    },
  );

  it.each([
    [64501, 0],
    // Who gave it is not said, and a provider's own may come over a customer.
    [64496, 5],
  ])(
    'believes the last AS, where a daemon names no more, as far as it is a customer: %d',
    async (originAs, beside) => {
      const listed = routes(5, 'inside').map(
        ({ attributes, ...route }): ExportRecord => ({ ...route, originAs }),
      );
      const { foreign } = await read(sourceWith(listed));
      expect(foreign).toMatchObject({
        beside: { count: beside },
        leaked: { count: 0 },
      });
    },
  );

  it('knows what comes from a provider and goes to one', async () => {
    const { foreign } = await read(sourceWith(routes(2, 'voix', 64496)));
    expect(foreign).toMatchObject({
      count: 2,
      leaked: { count: 2, from: ['voix'] },
    });
  });

  it('reads a leak of a whole table as one, and not as prefixes of its own', async () => {
    const { foreign, own } = await read(
      sourceWith(routes(20_000, 'inside', 64496)),
    );
    expect(own).toEqual([]);
    expect(judgeLeaks('Session he', 0, foreign)).toMatchObject({
      verdict: 'fail',
      message: expect.stringMatching(
        /^Session he sends 20000 routes of other networks, and 0 went out before: /,
      ),
    });
  });

  it('reads no further than is needed to call it a leak', async () => {
    const all = routes(20_000, 'inside', 64496);
    let handed = 0;
    const source = sourceWith();
    source.dumpExports = async ({ sink }) => {
      for (const route of all) {
        handed++;
        await sink(route);
      }
      return handed;
    };
    const { foreign } = await read(source, beyond(100));
    expect(handed).toBe(111);
    expect(judgeLeaks('Session he', 100, foreign).message).toMatch(
      /^Session he sends at least 111 routes of other networks, and 100 went out before/,
    );
  });

  it('ends with more of its own than anybody has, which is a leak too', async () => {
    const { foreign, own } = await read(sourceWith(routes(10_500, '')));
    expect(own).toHaveLength(10_001);
    for (const before of [undefined, 0, 50_000]) {
      expect(judgeLeaks('Session he', before, foreign)).toEqual({
        probe: 'leaks',
        verdict: 'fail',
        message:
          'Session he sends more than 10000 routes as those of its own network, and nobody has so many.',
      });
    }
    const most = await read(sourceWith(routes(10_000, '')));
    expect(most.own).toHaveLength(10_000);
    expect(judgeLeaks('Session he', 0, most.foreign).verdict).toBe('pass');
  });

  it('does not hide that the router did not answer', async () => {
    const source = sourceWith();
    source.dumpExports = async () => {
      throw new Error('gw2 did not answer');
    };
    await expect(read(source)).rejects.toThrow('gw2 did not answer');
  });
});

it('tells whoever plans no list that is not whole', async () => {
  const source = sourceWith(routes(10_001, ''));
  const message =
    'Session he announces more than 10000 prefixes of its own network';
  await expect(readOriginated(source, 'he', signal)).rejects.toThrow(message);
});

it('knows a leak of a list that never ends', async () => {
  for (const before of [0, undefined]) {
    const source = sourceWith(routes(2, ''), routes(200, 'voix', 64496, 64511));
    const { dumpExports } = source;
    source.dumpExports = async options => {
      await dumpExports.call(source, options);
      throw new Error('The list took too long');
    };
    const { foreign } = await read(source, beyond(before));
    expect(foreign.endedBy).toBe('foreign');
    expect(judgeLeaks('Session he', before, foreign)).toMatchObject({
      verdict: 'fail',
      message: expect.stringMatching(/^Session he sends at least/),
    });
    await expect(read(source)).rejects.toThrow('The list took too long');
  }
});
