import { canonicalAddress } from '../../../routes/addresses';
import {
  GobgpItem,
  GobgpTable,
  listOf,
  parseGobgpConfig,
  partsOf,
  tablesText,
} from './parseGobgpConfig';
import { collectRest } from './collectRest';
import { ChannelConfig, SessionConfig, SpeakerConfig } from './SpeakerConfig';

const STATEMENT = 'policy-definitions.statements';
/** Statements that are there where a session takes routes, of a family or of any. */
const OF_TRANSIT = /^(?:graceful-shutdown|from-transit-(ipv[46]))$/;
/** Neighbors that routes of a family, and its default route, are taken from. */
const SENDERS = /^(?:transit|default-from)-(ipv[46])$/;
const NAMES = ['prefix-set-name', 'neighbor-set-name', 'as-path-set-name'];

/** What sets and policies say of sessions. */
interface Sets {
  /** Members by name of the set. */
  neighbors: Map<string, string[]>;
  /** What lets own prefixes out, by "ipv6-to-he_v6". */
  exports: Map<string, string>;
  /** What lets in what comes from outside, by the end of the policy; without a family, any. */
  imports: { family?: string; text: string }[];
  own: string[];
  rest: [string, string][];
}

/**
 * Reads what a gobgpd.toml of the role gobgp makes GoBGP do. All else is kept as
 * it stands.
 *
 * @throws Error for what is no such file
 */
export function readGobgpSpeaker(text: string, asn: number): SpeakerConfig {
  const items = parseGobgpConfig(text);
  const sets = readSets(items);
  const sessions: SessionConfig[] = [];
  const rest = [...sets.rest];
  for (const item of items.filter(({ path }) => path === 'neighbors')) {
    const session = readNeighbor(item, sets, asn);
    if (session) {
      sessions.push(session);
    } else {
      const said = valueOf(item.tables, 'neighbor-address');
      const address = canonicalAddress(said) ?? said;
      rest.push([`neighbor ${address}`, tablesText(item.tables)]);
    }
  }
  const taken = sessions
    .flatMap(({ channels }) => channels)
    .filter(({ imports }) => imports !== 'none');
  const idle = sets.imports.filter(
    one => !taken.some(({ family }) => family === (one.family ?? family)),
  );
  if (idle.length > 0) {
    rest.push(['policy in, its end', textOf(idle)]);
  }
  for (const [name, members] of sets.neighbors) {
    if (!isSaidBySessions(name, members, sessions)) {
      rest.push([`neighbor set ${name}`, members.join(' ')]);
    }
  }
  return { sessions, own: sets.own.sort(), rest: collectRest(rest) };
}

function readSets(items: GobgpItem[]): Sets {
  const sets: Sets = {
    neighbors: new Map(),
    exports: new Map(),
    imports: [],
    own: [],
    rest: [],
  };
  const parts = { own: [] as string[], inside: [] as string[] };
  for (const item of items.filter(({ path }) => path !== 'neighbors')) {
    const { path, tables } = item;
    const name = NAMES.map(key => valueOf(tables, key)).find(Boolean) ?? '';
    const set = /^(own|inside)-ipv[46]$/.exec(name)?.[1] as
      | 'own'
      | 'inside'
      | undefined;
    if (path === 'defined-sets.neighbor-sets') {
      sets.neighbors.set(name, listOf(rawOf(tables, 'neighbor-info-list')));
    } else if (path === 'defined-sets.prefix-sets' && set) {
      const { prefixes, ranges } = readPrefixes(tables);
      if (set === 'own') {
        sets.own.push(...prefixes);
      }
      // Of a prefix alone, and of all within it; other ranges are told.
      const usual = prefixes.map(one =>
        set === 'own' ? '' : rangeWithin(one),
      );
      if (ranges.join() !== usual.join()) {
        sets.rest.push([`prefix set ${name}`, ranges.join(' ')]);
      }
      parts[set].push(...prefixes);
    } else if (path === 'policy-definitions') {
      readPolicy(item, sets);
    } else {
      sets.rest.push([`${path} ${name}`.trim(), tablesText(tables)]);
    }
  }
  if (parts.inside.sort().join() !== parts.own.sort().join()) {
    sets.rest.push(['prefix sets inside', parts.inside.join(' ')]);
  }
  return sets;
}

function readPrefixes(tables: GobgpTable[]) {
  const entries = tables.filter(({ values }) => values.has('ip-prefix'));
  return {
    prefixes: entries.flatMap(({ values }) => listOf(values.get('ip-prefix'))),
    ranges: entries.map(
      ({ values }) => listOf(values.get('masklength-range'))[0] ?? '',
    ),
  };
}

function rangeWithin(prefix: string): string {
  return `${prefix.split('/')[1]}..${prefix.includes(':') ? 128 : 32}`;
}

/** Takes the statements of single sessions out; the others keep their order. */
function readPolicy(item: GobgpItem, sets: Sets): void {
  const { head, parts } = partsOf(item, STATEMENT);
  const policy = valueOf(item.tables, 'name');
  let before = 0;
  const others = parts.filter(tables => {
    const name = valueOf(tables, 'name');
    const own = /^own-(ipv[46]-to-.+?)(-by-change)?$/.exec(name);
    if (policy === 'out' && own) {
      // Where it stands matters: one before it may refuse what it lets out.
      const text = `${before}: ${tablesText(tables)}`;
      const known = sets.exports.get(own[1]);
      sets.exports.set(own[1], known ? `${known}\n${text}` : text);
      return false;
    }
    const taking = OF_TRANSIT.exec(name);
    if (policy === 'in' && taking) {
      const text = `${before}: ${tablesText(tables)}`;
      sets.imports.push({ family: taking[1], text });
      return false;
    }
    before++;
    return true;
  });
  sets.rest.push([
    `policy ${policy}`,
    [head, ...others].map(tablesText).join('\n'),
  ]);
}

function readNeighbor(
  { tables }: GobgpItem,
  sets: Sets,
  own: number,
): SessionConfig | undefined {
  const text = valueOf(tables, 'neighbor-address');
  const neighbor = canonicalAddress(text);
  const asn = Number(rawOf(tables, 'peer-as'));
  const name = valueOf(tables, 'description');
  if (!neighbor || !(asn > 0) || asn === own || !name) {
    return undefined;
  }
  const { head, parts } = partsOf(
    { path: 'neighbors', tables },
    'neighbors.afi-safis',
  );
  return {
    name,
    neighbor,
    asn,
    enabled: rawOf(tables, 'admin-down') !== 'true',
    channels: parts.map(part => readChannel(part, { name, text }, sets)),
    // With another description GoBGP takes the session down as well.
    rest: tablesText(without(head, ['admin-down'])),
  };
}

function readChannel(
  tables: GobgpTable[],
  { name, text }: { name: string; text: string },
  { exports, imports, neighbors }: Sets,
): ChannelConfig {
  const family = valueOf(tables, 'afi-safi-name').startsWith('ipv4')
    ? 'ipv4'
    : 'ipv6';
  const takes = neighbors.get(`transit-${family}`)?.includes(text);
  const byDefault = neighbors.get(`default-from-${family}`)?.includes(text);
  const filters = imports.filter(one => family === (one.family ?? family));
  const routes = Number(rawOf(tables, 'max-prefixes'));
  return {
    family,
    imports: takes
      ? [
          'transit',
          ...(byDefault ? ['and default'] : []),
          textOf(filters),
        ].join('\n')
      : 'none',
    exports: withoutName(exports.get(`${family}-to-${name}`) ?? 'none', name),
    // The session ends and stays down until somebody enables it.
    limits: routes > 0 ? { receive: { routes, action: 'disable' } } : {},
    rest: tablesText(without(tables, ['max-prefixes'])),
  };
}

/** By another name of its session alone a statement lets out nothing else. */
function withoutName(text: string, name: string): string {
  return text
    .replaceAll(`-to-${name}"`, '-to-"')
    .replaceAll(`-to-${name}-by-change"`, '-to-by-change"')
    .replaceAll(`"peer-${name}"`, '"peer-"');
}

/** Sets that only repeat what the sessions say. */
function isSaidBySessions(
  name: string,
  members: string[],
  sessions: SessionConfig[],
): boolean {
  const family = SENDERS.exec(name)?.[1];
  if (family) {
    return members.every(one =>
      sessions.some(
        ({ neighbor, channels }) =>
          neighbor === canonicalAddress(one) &&
          channels.some(channel => channel.family === family),
      ),
    );
  }
  const session = sessions.find(one => name === `peer-${one.name}`);
  return (
    session !== undefined &&
    members.length === 1 &&
    canonicalAddress(members[0]) === session.neighbor
  );
}

function textOf(filters: Sets['imports']): string {
  return filters.map(({ text }) => text).join('\n');
}

function without(tables: GobgpTable[], keys: string[]): GobgpTable[] {
  return tables.map(({ path, values }) => ({
    path,
    values: new Map([...values].filter(([key]) => !keys.includes(key))),
  }));
}

function rawOf(tables: GobgpTable[], key: string): string | undefined {
  return tables.find(({ values }) => values.has(key))?.values.get(key);
}

function valueOf(tables: GobgpTable[], key: string): string {
  return listOf(rawOf(tables, key))[0] ?? '';
}
