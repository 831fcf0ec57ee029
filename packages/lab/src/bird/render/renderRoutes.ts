import { BgpWorld } from '../../bgp/BgpWorld';
import { covers, parseNetwork } from '../../bgp/prefixes';
import { applyExportSets } from '../../bgp/applyExportSets';
import { BgpFamily, ExportSets, TablePath } from '../../bgp/types';
import { BirdClock } from '../BirdClock';
import { RouteQuery } from '../parseCommand';
import { Reply } from '../Reply';
import { ParseError } from '../tokens';
import { renderAttributes } from './renderAttributes';

const tables = { ipv4: 'master4', ipv6: 'master6' } as const;
const lastAs = /(\d+)$/;
const letters = { IGP: 'i', EGP: 'e', Incomplete: '?' };

/** `show route`; throws a {@link ParseError} for what BIRD refuses. */
export function renderRoutes(
  world: BgpWorld,
  clock: BirdClock,
  query: RouteQuery,
): string {
  const families = familiesOf(world, query);
  const reply = new Reply();
  const counted = { shown: 0, routes: 0, networks: 0 };
  let headings = 0;
  const heading = (family: BgpFamily) => {
    if (query.output !== 'count') {
      if (headings++) {
        reply.line(1007, '');
      }
      reply.line(1007, `Table ${tables[family]}:`);
    }
  };
  const single = query.mode === 'exact' || query.mode === 'for';
  for (const family of families) {
    const networks = networksOf(world, family, query);
    const here = { shown: 0, routes: 0, networks: networks.length };
    let headed = false;
    const head = () => {
      if (!headed) {
        heading(family);
        headed = true;
      }
    };
    if (query.tablesBy !== 'default' && !single) {
      head();
    }
    for (const [prefix, paths] of networks) {
      here.routes += paths.length;
      const shown = select(world, family, query, paths);
      shown.forEach((path, index) => {
        if (query.output !== 'count') {
          head();
          const sets = setsOf(world, family, query);
          renderPath(reply, clock, query, path, {
            prefix: index ? '' : prefix,
            sets,
          });
        }
      });
      here.shown += shown.length;
    }
    if (query.output !== 'list' && !single) {
      if (query.output === 'stats') {
        head();
      }
      reply.line(
        1007,
        `${here.shown} of ${here.routes} routes for ${here.networks} networks in table ${tables[family]}`,
      );
    }
    counted.shown += here.shown;
    counted.routes += here.routes;
    counted.networks += here.networks;
  }
  if (single) {
    return counted.routes ? reply.end(0) : reply.end(8001, 'Network not found');
  }
  if (query.output === 'list' || families.length === 1) {
    return reply.end(0);
  }
  if (headings) {
    reply.line(1007, '');
  }
  return reply.end(
    14,
    `Total: ${counted.shown} of ${counted.routes} routes for ${counted.networks} networks in ${families.length} tables`,
  );
}

/** The tables to look into: those named, or those of the protocol, or all. */
function familiesOf(world: BgpWorld, query: RouteQuery): BgpFamily[] {
  const { network, tablesBy, exports, protocol } = query;
  let families: BgpFamily[] = ['ipv4', 'ipv6'];
  if (tablesBy !== 'default') {
    families = query.tables;
  } else if (exports) {
    const session = world.findSession(exports.protocol);
    const other = world.findOther(exports.protocol);
    families =
      session?.state === 'established'
        ? session.channels.map(({ family }) => family)
        : [
            other && !other.disabled && other.exports === 'all' && other.family,
          ].flatMap(family => family || []);
  } else if (protocol) {
    const family = world.findOther(protocol)?.family;
    families =
      world.findSession(protocol)?.channels.map(channel => channel.family) ??
      (family ? [family] : []);
  }
  const fitting = families.filter(
    family => !network || family === network.family,
  );
  if (tablesBy === 'name' && fitting.length < families.length) {
    const wrong = families.find(family => family !== network!.family)!;
    throw new ParseError(
      `Incompatible type of prefix/ip for table ${tables[wrong]}`,
    );
  }
  if (fitting.length === 0) {
    throw new ParseError('No valid tables');
  }
  return fitting;
}

function networksOf(
  world: BgpWorld,
  family: BgpFamily,
  { filtered, mode, network }: RouteQuery,
): [string, TablePath[]][] {
  let all: [string, TablePath[]][];
  if (filtered) {
    const grouped = new Map<string, TablePath[]>();
    for (const path of world.refused(family)) {
      grouped.set(path.prefix, [...(grouped.get(path.prefix) ?? []), path]);
    }
    all = [...grouped];
  } else {
    all = [...world.table(family)];
  }
  if (!network) {
    return all;
  }
  const parsed = all.map(entry => ({ entry, own: parseNetwork(entry[0])! }));
  switch (mode) {
    case 'in':
      return parsed
        .filter(({ own }) => covers(network, own))
        .map(({ entry }) => entry);
    case 'for':
      return parsed
        .filter(({ own }) => covers(own, network))
        .sort((a, b) => b.own.length - a.own.length)
        .slice(0, 1)
        .map(({ entry }) => entry);
    default:
      return parsed
        .filter(
          ({ own }) =>
            own.value === network.value && own.length === network.length,
        )
        .map(({ entry }) => entry);
  }
}

/** Of the paths to one network, those the command asks for. */
function select(
  world: BgpWorld,
  family: BgpFamily,
  { primary, protocol, exports }: RouteQuery,
  paths: TablePath[],
): TablePath[] {
  let chosen = primary ? paths.slice(0, 1) : paths;
  if (exports) {
    const session = world.findSession(exports.protocol);
    const other = world.findOther(exports.protocol);
    const channel = session?.channels.find(found => found.family === family);
    const rule = channel ?? { family, exports: other?.exports ?? 'none' };
    const down = session && session.state !== 'established';
    const [best] = chosen;
    const own = best.protocol === exports.protocol;
    const goes =
      !down &&
      !own &&
      (rule.exports === 'all' || (rule.exports === 'own' && Boolean(best.own)));
    const wanted = {
      export: goes,
      exported: goes,
      preexport: !down && !own,
      noexport: !down && !own && !goes,
    }[exports.way];
    chosen = wanted ? [best] : [];
  }
  return protocol ? chosen.filter(path => path.protocol === protocol) : chosen;
}

/** What the filter does to the paths that it lets out, as they are listed then. */
function setsOf(
  world: BgpWorld,
  family: BgpFamily,
  { exports }: RouteQuery,
): ExportSets | undefined {
  const isAfter = exports?.way === 'export' || exports?.way === 'exported';
  return isAfter
    ? world
        .findSession(exports.protocol)
        ?.channels.find(channel => channel.family === family)?.exportSets
    : undefined;
}

function renderPath(
  reply: Reply,
  clock: BirdClock,
  query: RouteQuery,
  path: TablePath,
  { prefix, sets }: { prefix: string; sets?: ExportSets },
): void {
  const { own, session, channel, attributes } = path;
  const gateway = channel?.gateway;
  const kind = own?.target ?? (gateway ? 'unicast' : 'unreachable');
  const from =
    session && session.neighborAddress !== gateway?.address
      ? ` from ${session.neighborAddress}`
      : '';
  // BIRD marks the first path of a network, be it a refused one.
  const best = path.best ? ' *' : '';
  const info = attributes
    ? ` (100) [${originOf(attributes)}${letters[attributes.origin]}]`
    : ' (200)';
  reply.line(
    1007,
    `${prefix.padEnd(20)} ${kind} [${path.protocol} ${clock.moment(
      path.since,
    )}${from}]${best}${info}`,
  );
  if (gateway) {
    reply.line(1007, `\tvia ${gateway.address} on ${gateway.interface}`);
  }
  if (query.all) {
    reply.line(1008, `\tType: ${attributes ? 'BGP' : 'static'} univ`);
    renderAttributes(reply, applyExportSets(attributes ?? {}, sets));
  }
}

/** BIRD takes a set at the end for nobody's. */
function originOf({ asPath }: NonNullable<TablePath['attributes']>): string {
  const last = asPath.at(-1);
  const [, asn] = lastAs.exec(String(last ?? '')) ?? [];
  return asn && !Array.isArray(last) ? `AS${asn}` : '';
}
