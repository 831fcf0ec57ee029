import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { House } from '../House';
import { McpClient } from '../McpClient';
import { AGENT_TOKEN } from '../overrides';
import { rereadPerson } from '../rereadPerson';

const TOOLS = {
  list: 'orion-bgp.list-bgp-sessions',
  get: 'orion-bgp.get-bgp-session',
  search: 'orion-bgp.search-bgp-routes',
  routers: 'orion-bgp.list-bgp-routers',
  own: 'orion-bgp.list-own-bgp-prefixes',
  migration: 'orion-bgp.get-bgp-migration',
  tables: 'orion-bgp.list-bgp-tables',
  prefix: 'orion-bgp.get-bgp-prefix',
  history: 'orion-bgp.list-bgp-route-history',
  counters: 'orion-bgp.get-bgp-counter-history',
  reasons: 'orion-bgp.list-bgp-filter-reasons',
};
const HE_V6 = { router: 'gw1', session: 'he_v6' };
const OWN = '2001:db8:3949::/48';
const HE_COUNTERS = { ...HE_V6, family: 'ipv6-unicast', points: 10 };

interface Sessions {
  sessions: { router: string; name: string; gone: boolean; state: string }[];
  nextCursor?: string;
  routers: { source: string; stale: boolean }[];
}
interface OneSession {
  session: { name: string; state: string; neighborAs: number };
  transitions: object[];
}
interface Routes {
  total: number;
  routes: { router: string; prefix: string }[];
  tables: { router: string }[];
}

interface Routers {
  routers: { id: string; daemon: { driver: string } }[];
}
interface Own {
  prefixes: { prefix: string; announced: { router: string }[] }[];
}
interface Compared {
  migration: { from: string; to: string; gates: { id: string }[] };
}

interface Tables {
  tables: { router: string; state: string; paths: { ipv6: number } }[];
  rpki: { used: boolean; count: number }[];
}
interface Prefix {
  prefix: string;
  total: number;
  roas: { prefix: string; asn: number }[];
  own: { announced: { router: string }[] };
  netbox: { exact: { prefix: string }[] };
}
interface History {
  watched: boolean;
  events: { id: string }[];
}
interface Counters {
  series: { counter: string; points: { value: number | null }[] }[];
}
interface Reasons {
  total: number;
  reasons: { count: number }[];
  more: number;
}

/** What agents may read of BGP through the portal's MCP endpoint. */
export function bgpTools(house: House): Story[] {
  const mcp = (token: string) => new McpClient(house.baseUrl, token);
  const eachRefuses = async (client: McpClient, why: RegExp) => {
    for (const [name, input] of [
      [TOOLS.list, {}],
      [TOOLS.get, HE_V6],
      [TOOLS.search, { q: OWN }],
      [TOOLS.routers, {}],
      [TOOLS.own, {}],
      [TOOLS.migration, {}],
      [TOOLS.tables, {}],
      [TOOLS.prefix, { prefix: OWN }],
      [TOOLS.history, { prefix: OWN }],
      [TOOLS.counters, HE_COUNTERS],
      [TOOLS.reasons, HE_V6],
    ] as const) {
      const { output, error } = await client.call<object>(name, input);
      assert.equal(output, undefined, name);
      assert.match(error!, why, name);
    }
  };

  return [
    {
      name: 'bgp tools: sessions and routes are read over MCP as the pages have them',
      async run() {
        const viewer = await house.as('viewer');
        const client = mcp(viewer.token);
        const offered = await client.tools();
        assert.deepEqual(
          offered.filter(name => name.startsWith('orion-bgp.')).sort(),
          Object.values(TOOLS).sort(),
        );
        await house.until('all sessions are up', async () => {
          const { output } = await client.call<Sessions>(TOOLS.list, {});
          const up = output!.sessions.filter(
            ({ gone, state }) => state === 'established' && !gone,
          );
          return up.length === 6;
        });
        const { output: listed } = await client.call<Sessions>(TOOLS.list, {
          router: 'gw2',
        });
        assert.ok(listed!.sessions.length > 0);
        assert.ok(listed!.sessions.every(({ router }) => router === 'gw2'));
        const { output: one } = await client.call<OneSession>(TOOLS.get, HE_V6);
        assert.equal(one!.session.name, 'he_v6');
        assert.equal(one!.session.neighborAs, 6939);
        const search = { q: OWN };
        const { output: found } = await client.call<Routes>(
          TOOLS.search,
          search,
        );
        const { body: page } = await viewer.call<{ total: number }>(
          `orion-bgp/routes?q=${encodeURIComponent(OWN)}`,
        );
        assert.equal(found!.total, page.total);
        assert.ok(found!.routes.length > 0);
        assert.ok(found!.routes.every(({ prefix }) => prefix === OWN));
        assert.deepEqual(
          found!.tables.map(({ router }) => router),
          ['gw1', 'gw2'],
        );
        const { output: routers } = await client.call<Routers>(
          TOOLS.routers,
          {},
        );
        assert.deepEqual(
          routers!.routers.map(({ id, daemon }) => [id, daemon.driver]),
          [
            ['gw1', 'bird'],
            ['gw2', 'gobgp-v4'],
          ],
        );
        const { output: own } = await client.call<Own>(TOOLS.own, {});
        const ours = own!.prefixes.find(({ prefix }) => prefix === OWN);
        assert.ok(ours!.announced.some(({ router }) => router === 'gw1'));
        const { output: compared } = await client.call<Compared>(
          TOOLS.migration,
          {},
        );
        const { from, to, gates } = compared!.migration;
        assert.deepEqual([from, to], ['gw1', 'gw2']);
        assert.ok(gates.some(({ id }) => id === 'rollback-rehearsed'));
        const wrong = await client.call<Routes>(TOOLS.search, { q: '^6939 (' });
        assert.match(wrong.error!, /InputError/);
      },
    },
    {
      name: 'bgp tools: tables, a prefix, its history, counters and reasons are as the pages have them',
      async run() {
        const viewer = await house.as('viewer');
        const client = mcp(viewer.token);
        const ask = async <T>(name: string, input: object) => {
          const { output, error } = await client.call<T>(name, input);
          assert.ok(output, `${name}: ${error}`);
          return output;
        };
        const read = async <T>(path: string) =>
          (await viewer.call<T>(`orion-bgp/${path}`)).body;
        const one = encodeURIComponent(OWN);

        const first = await ask<Sessions>(TOOLS.list, { limit: 4 });
        const second = await ask<Sessions>(TOOLS.list, {
          limit: 4,
          cursor: first.nextCursor,
        });
        assert.equal(second.nextCursor, undefined);
        const whole = await read<{ items: { name: string }[] }>('sessions');
        assert.deepEqual(
          [...first.sessions, ...second.sessions].map(({ name }) => name),
          whole.items.map(({ name }) => name),
        );

        const { tables, rpki } = await ask<Tables>(TOOLS.tables, {});
        assert.deepEqual(
          tables.map(({ router }) => router),
          ['gw1', 'gw2'],
        );
        assert.ok(tables.every(({ paths }) => paths.ipv6 > 100));
        assert.ok(rpki.some(({ used, count }) => used && count > 0));

        const prefix = await ask<Prefix>(TOOLS.prefix, { prefix: OWN });
        const page = await read<{ total: number }>(
          `routes?q=${one}&match=exact`,
        );
        assert.equal(prefix.total, page.total);
        assert.ok(prefix.roas.some(({ asn }) => asn === 394955));
        assert.ok(prefix.own.announced.some(({ router }) => router === 'gw1'));
        assert.ok(prefix.netbox.exact.length <= 20);

        const history = await ask<History>(TOOLS.history, { prefix: OWN });
        const told = await read<{ watched: boolean; items: { id: string }[] }>(
          `prefix-history?prefix=${one}`,
        );
        assert.equal(history.watched, told.watched);
        assert.deepEqual(
          history.events.map(({ id }) => id),
          told.items.map(({ id }) => id),
        );

        await house.until('a counter is kept', async () => {
          const { series } = await ask<Counters>(TOOLS.counters, HE_COUNTERS);
          assert.ok(series.every(({ points }) => points.length <= 10));
          const received = series.find(({ counter }) => counter === 'received');
          return (
            received?.points.some(({ value }) => Number(value) > 100) ?? false
          );
        });

        const reasons = await ask<Reasons>(TOOLS.reasons, HE_V6);
        const refused = await read<{ total: number }>(
          'routers/gw1/sessions/he_v6/refusals',
        );
        assert.equal(reasons.total, refused.total);
        const listed = reasons.reasons.reduce((n, { count }) => n + count, 0);
        assert.equal(listed + reasons.more, reasons.total);
        assert.ok(reasons.total > 0);

        const forged = await client.call(TOOLS.list, { cursor: 'gw1' });
        assert.match(forged.error!, /InputError/);
        const none = await client.call(TOOLS.prefix, { prefix: `${OWN} x` });
        assert.match(none.error!, /InputError/);
      },
    },
    {
      name: 'bgp tools: nobody reads BGP over MCP who may not read it',
      async run() {
        assert.equal(await mcp('nonsense').status(), 401);
        assert.equal(await mcp('').status(), 401);
        // An agent of other plugins; the portal lends it no rights of its own.
        await eachRefuses(mcp(AGENT_TOKEN), /NotFoundError|NotAllowedError/);
        const offered = await mcp(AGENT_TOKEN).tools();
        assert.deepEqual(
          offered.filter(name => name.startsWith('orion-bgp.')),
          [],
        );
        house.people.remove('viewer', 'viewers');
        try {
          await rereadPerson(house, 'viewer', 'viewers', false);
          // A token has the groups of when it was made.
          const { token } = await house.as('viewer');
          await eachRefuses(mcp(token), /NotAllowedError|NotFoundError/);
        } finally {
          house.people.restore();
          await rereadPerson(house, 'viewer', 'viewers', true);
        }
      },
    },
  ];
}
