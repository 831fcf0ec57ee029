import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encodeAttributes } from '../../attributes/encodeAttributes';
import { parsePrefix } from '../../routes/addresses';
import { PathAttributes } from '../../routes/PathAttributes';
import { PathFlag, PathRecord } from '../../routes/RouteSource';
import { parseRouteSearch } from '../search/parseRouteSearch';
import { RibConfig } from '../worker/RibConfig';
import { RibHost } from '../worker/RibHost';
import { MemorySource } from './MemorySource';

const { received, accepted, best, filtered } = PathFlag;

/** A path over he_v6 that is the best one, unless something else is said. */
export function route(
  prefix: string,
  attributes: PathAttributes,
  rest: Partial<PathRecord> = {},
): PathRecord {
  const { family, address, length } = parsePrefix(prefix)!;
  return {
    family,
    address,
    length,
    attributes: encodeAttributes({
      origin: 0,
      asPath: [{ type: 'sequence', asns: [6939, 64500] }],
      ...attributes,
    }),
    session: 'he_v6',
    origin: 'bgp',
    pathId: 0,
    flags: received | accepted | best,
    since: 1_760_000_000,
    ...rest,
  };
}

/**
 * Hosts of two routers whose tables are lists, and two ROAs in a file; call it in
 * a test file. Each ends with its test.
 */
export function ribHosts() {
  let running: RibHost | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'orion-host-'));
  const vrps = join(folder, 'vrps.json');
  writeFileSync(
    vrps,
    JSON.stringify({
      roas: [
        {
          asn: 'AS64500',
          prefix: '2001:db8::/32',
          maxLength: 40,
          ta: 'test',
          expires: 1_800_000_000,
        },
        {
          asn: 'AS64501',
          prefix: '2001:db8:ffff::/48',
          maxLength: 48,
          ta: 'test',
        },
      ],
    }),
  );

  afterEach(async () => running?.stop());
  afterAll(() => rmSync(folder, { recursive: true }));

  async function start(
    config: Partial<RibConfig> = {},
    /** Whether the GoBGP tells of changes. */
    { events = false } = {},
  ) {
    const sources = {
      bird: new MemorySource(),
      gobgp: new MemorySource({ events }),
    };
    const own = route(
      '2001:db8::/32',
      { asPath: [] },
      { session: '', origin: 'static', flags: accepted | best },
    );
    sources.bird.routes = [
      own,
      route('2001:db8:1::/40', {
        communities: [6939 * 65536 + 100],
        localPref: 100,
        otc: 6939,
        med: 5,
      }),
      route(
        '2001:db8:ffff::/48',
        { largeCommunities: [[394955, 65666, 1]] },
        { flags: received | filtered },
      ),
      route(
        '2001:db8:fffe::/48',
        {},
        { flags: received | filtered, pathId: 7 },
      ),
      route(
        '192.0.2.0/24',
        { nextHop: Uint8Array.of(192, 0, 2, 1) },
        { session: 'he_v4', since: 0 },
      ),
    ];
    sources.bird.exports = {
      ix: [{ ...own, from: '' }],
      he_v6: [{ ...own, from: '' }],
      he_v4: [],
    };
    sources.gobgp.routes = [
      route(
        '2001:db8:1::/40',
        { communities: [6939 * 65536 + 100], med: 6 },
        { session: '2001:db8::1' },
      ),
    ];
    const changes = jest.fn();
    const host = new RibHost({
      createSource: ({ router }) => sources[router as keyof typeof sources],
      onChange: changes,
    });
    running = host;
    await host.calls.configure({
      routers: Object.keys(sources).map(id => ({
        id,
        asn: 394955,
        minDumpIntervalMs: 10,
        source: { router: id, driver: 'memory', settings: {} },
      })),
      communities: [
        {
          pattern: '394955:65666:*',
          text: 'refused for reason $1',
          filter: true,
        },
        { pattern: '6939:*', text: 'region $1' },
      ],
      rpki: [
        { type: 'json', url: pathToFileURL(join(folder, 'missing.json')).href },
        { type: 'json', url: pathToFileURL(vrps).href },
      ],
      ...config,
    });
    const until = (check: () => boolean | Promise<boolean>) =>
      eventually(check);
    await until(() =>
      host.tables().every(({ state }) => ['live', 'polled'].includes(state)),
    );
    await until(
      async () =>
        (await host.calls.rpki(undefined)).some(({ used }) => used) ||
        config.rpki !== undefined,
    );
    const search = async (text: string, options: object = {}) =>
      host.calls.search({
        query: parseRouteSearch(text).query,
        limit: 10,
        ...options,
      });
    return { host, search, changes, sources };
  }

  return { folder, start };
}
