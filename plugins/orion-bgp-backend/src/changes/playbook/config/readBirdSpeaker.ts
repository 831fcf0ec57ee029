import { formatAddress, parseAddress } from '../../../routes/addresses';
import { collectRest } from './collectRest';
import {
  BirdStatement,
  parseBirdConfig,
  statementText,
} from './parseBirdConfig';
import {
  ChannelConfig,
  LimitKind,
  SessionConfig,
  SpeakerConfig,
} from './SpeakerConfig';

/** They say how BIRD speaks to people. */
const HARMLESS = ['log', 'hostname', 'timeformat'];
const LIMITS = ['import', 'receive', 'export'];

/**
 * Reads what a bird.conf of the role bird2 makes BIRD do; what another hand wrote
 * as far as it is alike. All else is kept as it stands.
 *
 * @throws Error for what is no configuration of BIRD
 */
export function readBirdSpeaker(text: string, asn: number): SpeakerConfig {
  const statements = parseBirdConfig(text);
  const own: string[] = [];
  const sessions: SessionConfig[] = [];
  const rest: [string, string][] = [];
  const inside: BirdStatement[] = [];
  for (const statement of statements) {
    const { words, block = [] } = statement;
    const head = words.slice(0, 3).join(' ');
    const session =
      head.startsWith('protocol bgp ') && readSession(words[2], block, asn);
    if (session) {
      sessions.push(session);
    } else if (head.startsWith('protocol bgp ')) {
      inside.push(statement);
    } else if (/^protocol static own[46]$/.test(head)) {
      rest.push([head, takeRoutes(block, own)]);
    } else if (!HARMLESS.includes(words[0])) {
      rest.push([nameOf(words), statementText(statement)]);
    }
  }
  for (const statement of inside) {
    rest.push([
      nameOf(statement.words),
      statementText(withoutSum(statement, sessions)),
    ]);
  }
  return {
    sessions,
    own: own.sort(),
    rest: collectRest(rest.filter(entry => !repeats(entry, own))),
  };
}

/** What is left of a block of own prefixes beside them. */
function takeRoutes(block: BirdStatement[], own: string[]): string {
  const others = block.filter(({ words, block: more }) => {
    const plain =
      words.length === 3 &&
      words[0] === 'route' &&
      words[2] === 'unreachable' &&
      !more;
    if (plain) {
      own.push(words[1]);
    }
    return !plain;
  });
  return others.map(statementText).join('; ');
}

/**
 * What the other daemon of the machine gives is no more than all sessions may: a
 * limit that is not below this follows from theirs.
 */
function withoutSum(
  statement: BirdStatement,
  sessions: SessionConfig[],
): BirdStatement {
  const without = (one: BirdStatement): BirdStatement => {
    const sum = sessions
      .flatMap(({ channels }) => channels)
      .filter(({ family }) => family === one.words[0])
      .reduce((all, { limits }) => all + (limits.import?.routes ?? 0), 0);
    const follows = ({ words: [first, second, routes] }: BirdStatement) =>
      first === 'import' && second === 'limit' && Number(routes) >= (sum || 1);
    return { ...one, block: one.block!.filter(each => !follows(each)) };
  };
  return {
    ...statement,
    block: statement.block?.map(one => (isChannel(one) ? without(one) : one)),
  };
}

/** Sets that say the own prefixes once more. */
function repeats([name, text]: [string, string], own: string[]): boolean {
  const [, set, family] = /^define (OWN|INSIDE)([46])$/.exec(name) ?? [];
  if (!set) {
    return false;
  }
  const list = /= \[ (.*) \]$/.exec(text)?.[1].split(' , ').sort();
  const wanted = own
    .filter(prefix => prefix.includes(':') === (family === '6'))
    .map(prefix => (set === 'INSIDE' ? `${prefix}+` : prefix))
    .sort();
  return JSON.stringify(list) === JSON.stringify(wanted);
}

/** "function transit_in6", "protocol kernel kernel4", "define BOGON6". */
function nameOf(words: string[]): string {
  const end = words.findIndex(word => /^[=([{]/.test(word));
  return words.slice(0, end < 0 ? 3 : Math.min(end, 3)).join(' ');
}

/** Undefined for one within the own network: it is no way out, and judged as a whole. */
function readSession(
  name: string,
  block: BirdStatement[],
  own: number,
): SessionConfig | undefined {
  const neighbor = block.find(({ words }) => words[0] === 'neighbor')?.words;
  const address = neighbor && parseAddress(neighbor[1]);
  const as = neighbor?.at(neighbor.indexOf('as') + 1);
  if (!address || !/^\d+$/.test(as ?? '') || Number(as) === own) {
    return undefined;
  }
  const channels = block.filter(one => isChannel(one));
  const others = block.filter(
    one =>
      !isChannel(one) && !['description', 'disabled'].includes(one.words[0]),
  );
  return {
    name,
    neighbor: formatAddress(address),
    asn: Number(as),
    enabled: !block.some(({ words }) => words[0] === 'disabled'),
    channels: channels.map(readChannel),
    rest: others.map(statementText).sort().join('; '),
  };
}

function isChannel({ words, block }: BirdStatement): boolean {
  return words.length === 1 && ['ipv4', 'ipv6'].includes(words[0]) && !!block;
}

function readChannel({ words, block = [] }: BirdStatement): ChannelConfig {
  const channel: ChannelConfig = {
    family: words[0] as ChannelConfig['family'],
    imports: '',
    exports: '',
    limits: {},
    rest: '',
  };
  const rest: string[] = [];
  for (const statement of block) {
    const [first, second, routes, , action] = statement.words;
    const text = statementText(statement);
    if (second === 'limit' && LIMITS.includes(first) && /^\d+$/.test(routes)) {
      channel.limits[first as LimitKind] = {
        routes: Number(routes),
        // BIRD's own default.
        action: action ?? 'disable',
      };
    } else if (first === 'import' && !['keep', 'table'].includes(second)) {
      channel.imports = text.slice('import '.length);
    } else if (first === 'export' && second !== 'in') {
      channel.exports = text.slice('export '.length);
    } else {
      rest.push(text);
    }
  }
  return { ...channel, rest: rest.sort().join('; ') };
}
