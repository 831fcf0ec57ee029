import { setImmediate as nextTurn } from 'node:timers/promises';
import { startValidator } from '@orion/lab';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parsePrefix } from '../../routes/addresses';
import { toPrefixKey } from '../table/PrefixKey';
import { ribHosts } from '../testing/ribHosts';
import { RibConfig } from './RibConfig';

const { folder, start } = ribHosts();

describe('RPKI in a RibHost', () => {
  it('uses the first source of VRPs that answers, and says how each stands', async () => {
    const { host } = await start();
    expect(await host.calls.rpki(undefined)).toMatchObject([
      {
        used: false,
        count: undefined,
        error: expect.stringContaining('missing.json'),
      },
      { used: true, count: 2, error: undefined },
    ]);
    const { family, address, length } = parsePrefix('2001:db8::/33')!;
    const prefix = toPrefixKey(family, address, length);
    expect(
      await host.calls.validate({ prefix, originAs: 64500 }),
    ).toMatchObject({ state: 'valid', covering: [{ asn: 64500 }] });
    await host.stop();
    expect(host.tables()).toEqual([]);
  });

  it('has its tables although sources of VRPs cannot be asked at all', async () => {
    const urls = [
      'http://user:secret@validator:83233/json',
      'https://user:secret%ss@validator/json',
      pathToFileURL(join(folder, 'vrps.json')).href,
    ];
    const rpki = urls.map(url => ({ type: 'json' as const, url }));
    const { host, search } = await start({ rpki });
    await eventually(async () => (await search('rpki:valid')).total === 2);
    const states = await host.calls.rpki(undefined);
    expect(states).toMatchObject([
      {
        source: 'a URL that is none',
        error: expect.stringContaining('Invalid URL'),
        used: false,
      },
      {
        source: 'https://validator/json',
        error: 'URI malformed',
        used: false,
      },
      { used: true },
    ]);
    expect(JSON.stringify(states)).not.toContain('secret');
  });

  it('uses the next source where an RTR cache has no VRPs', async () => {
    const empty = await startValidator({ port: 0, rtrPort: 0, roas: [] });
    const { rtrPort } = empty;
    const url = pathToFileURL(join(folder, 'vrps.json')).href;
    const { host, search } = await start({
      rpki: [
        { type: 'rtr', host: '127.0.0.1', port: rtrPort! },
        { type: 'json', url },
      ],
    });
    await eventually(async () => {
      const states = await host.calls.rpki(undefined);
      return states[0].error !== undefined && states[1].count === 2;
    });
    expect(await host.calls.rpki(undefined)).toMatchObject([
      {
        used: false,
        age: 'none',
        error: `rtr://127.0.0.1:${rtrPort}: it has no VRPs`,
      },
      { used: true, count: 2 },
    ]);
    expect((await search('rpki:valid')).total).toBe(2);
    await host.stop();
    await empty.stop();
  });

  describe('as time passes', () => {
    const write = (name: string, at: Date, expires: number, asn: number) => {
      const path = join(folder, name);
      const metadata = { buildtime: at.toISOString() };
      const roa = { asn, prefix: '2001:db8::/32', maxLength: 40, expires };
      writeFileSync(path, JSON.stringify({ metadata, roas: [roa] }));
      return { type: 'json' as const, url: pathToFileURL(path).href };
    };
    afterEach(() => jest.useRealTimers());

    it('prefers a source that is not too old, and drops one that expired', async () => {
      const now = Date.now();
      const hoursAgo = (hours: number) => new Date(now - hours * 3600_000);
      const dead = write('dead.json', hoursAgo(170), 1_900_000_000, 1);
      const old = write('old.json', hoursAgo(5), 1_900_000_000, 2);
      const good = write('good.json', hoursAgo(0.1), 1_900_000_000, 64500);
      const of = async (rpki: RibConfig['rpki'], ages: string[]) => {
        const { host, search } = await start({ rpki });
        await eventually(async () => {
          const states = await host.calls.rpki(undefined);
          return states.map(({ age }) => age).join() === ages.join();
        });
        const used = await host.calls.rpki(undefined);
        const { total } = await search('rpki:valid');
        await host.stop();
        return [used.map(state => state.used), total];
      };
      expect(await of([dead, old, good], ['expired', 'old', 'fresh'])).toEqual([
        [false, false, true],
        2,
      ]);
      expect(await of([dead, old], ['expired', 'old'])).toEqual([
        [false, true],
        0,
      ]);
      expect(await of([dead], ['expired'])).toEqual([[false], 0]);
      expect(await of([{ ...old, expireMs: 3600_000 }], ['expired'])).toEqual([
        [false],
        0,
      ]);
    });

    /** The one ROA ends half a minute after everything was validated with it. */
    async function startEnding() {
      const ends = Math.floor(Date.now() / 1000) + 30;
      const rpki = [write('ending.json', new Date(), ends, 64500)];
      jest.useFakeTimers({
        doNotFake: [
          ...(['setImmediate', 'clearImmediate', 'setTimeout'] as const),
          ...(['clearTimeout', 'nextTick', 'queueMicrotask'] as const),
          'performance',
        ],
      });
      const { host, search } = await start({ rpki });
      await eventually(async () => (await search('rpki:valid')).total === 2);
      return { host, search };
    }

    it('validates anew when ROAs end, without another answer', async () => {
      const { host, search } = await startEnding();
      jest.advanceTimersByTime(61_000);
      await eventually(async () => (await search('rpki:valid')).total === 0);
      expect(await host.calls.rpki(undefined)).toMatchObject([
        { used: true, age: 'fresh' },
      ]);
    });

    it('validates a table at a time, and judges what remains when all are', async () => {
      const { host, search } = await startEnding();
      const validOf = async (router: string) =>
        (await search('rpki:valid', { routers: [router] })).total;
      jest.advanceTimersByTime(61_000);
      await nextTurn();
      expect(await validOf('bird')).toBe(0);
      expect(await validOf('gobgp')).toBe(1);
      const { validated } = await host.calls.impact({
        ...{ router: 'bird', session: 'he_v6' },
        ...{ usable: [], links: [], addresses: [], prefixes: [] },
      });
      expect(validated).toBe(true);
      expect(await validOf('gobgp')).toBe(0);
    });
  });

  it('knows nothing of RPKI without a source', async () => {
    const { host, search } = await start({ rpki: [] });
    expect((await search('rpki:unknown')).total).toBe(6);
    const prefix = toPrefixKey(4, new Uint8Array(4), 0);
    expect(await host.calls.validate({ prefix, originAs: 1 })).toEqual({
      state: 'unknown',
      covering: [],
    });
  });
});
