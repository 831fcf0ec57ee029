import { formatPrefix } from '../../routes/addresses';
import { PrefixKey } from '../../routes/RouteSource';
import { RouteSourceError } from '../../routes/RouteSourceError';

/**
 * Everything ORION ever asks BIRD. BIRD's command line takes filter expressions,
 * so no text of a person goes into a command, but the reason of `disable` and
 * `enable`, which is checked. Those that change something BIRD refuses on every
 * connection of the reading side, which is restricted.
 */
export type BirdCommand =
  | { kind: 'restrict' }
  /** BIRD 2.16 and newer; Unix seconds need no time zone. */
  | { kind: 'unix-times' }
  | { kind: 'status' }
  | { kind: 'protocols' }
  | { kind: 'protocol'; protocol: string }
  | { kind: 'protocol-details' }
  | { kind: 'bfd-sessions' }
  | {
      kind: 'routes';
      filtered: boolean;
      tables?: readonly string[];
      /** Exactly this one; without it all. */
      prefix?: PrefixKey;
      /** All in it, itself among them. */
      within?: PrefixKey;
    }
  /** How many `routes` would say; BIRD 2.0.9 and newer. */
  | {
      kind: 'route-count';
      filtered: boolean;
      table: string;
      within: PrefixKey;
    }
  | { kind: 'exports'; protocol: string }
  /** Exactly one prefix, with the attributes that the export filter leaves or finds. */
  | {
      kind: 'export';
      protocol: string;
      prefix: PrefixKey;
      filtered: boolean;
    }
  | { kind: 'disable' | 'enable'; protocol: string; reason: string }
  /** Of the forced command `bird-sessions`, not of BIRD: the router's own undo. */
  | {
      kind: 'guard';
      id: string;
      seconds: number;
      verb: 'disable' | 'enable';
      protocol: string;
    }
  | { kind: 'release'; id: string }
  | {
      kind: 'reload';
      protocol: string;
      direction: 'in' | 'out' | 'both';
      /** BIRD 3 wants to be told that it is not BGP's messages alone that are meant. */
      filters?: boolean;
    };

/** A symbol as BIRD lets one be written between apostrophes. */
const symbol = /^[A-Za-z0-9_.:-]{1,64}$/;

/** The line to send, without its end. Throws on a name that is no symbol of BIRD's. */
export function commandLine(command: BirdCommand): string {
  switch (command.kind) {
    case 'restrict':
      return 'restrict';
    case 'unix-times':
      return 'timeformat "%s"';
    case 'status':
      return 'show status';
    case 'protocols':
      return 'show protocols';
    case 'protocol':
      return `show protocols ${quoted(command.protocol)}`;
    case 'protocol-details':
      return 'show protocols all';
    case 'bfd-sessions':
      return 'show bfd sessions';
    case 'routes':
      return [
        'show route',
        ...(command.prefix ? [prefixText(command.prefix)] : []),
        ...(command.within ? ['in', prefixText(command.within)] : []),
        ...(command.tables ?? []).map(table => `table ${quoted(table)}`),
        ...(command.filtered ? ['filtered'] : []),
        'all',
      ].join(' ');
    case 'route-count':
      return [
        `show route in ${prefixText(command.within)}`,
        `table ${quoted(command.table)}`,
        ...(command.filtered ? ['filtered'] : []),
        'count',
      ].join(' ');
    case 'exports':
      return `show route export ${quoted(command.protocol)}`;
    case 'export':
      return [
        'show route',
        prefixText(command.prefix),
        command.filtered ? 'export' : 'preexport',
        quoted(command.protocol),
        'all',
      ].join(' ');
    case 'disable':
    case 'enable':
      return `${command.kind} ${quoted(command.protocol)} "${checked(
        command.reason,
      )}"`;
    case 'guard':
      return `orion guard ${guardId(command.id)} ${Math.ceil(
        command.seconds,
      )} ${command.verb} ${quoted(command.protocol)}`;
    case 'release':
      return `orion release ${guardId(command.id)}`;
    case 'reload':
      return [
        command.filters ? 'reload filters' : 'reload',
        ...(command.direction === 'both' ? [] : [command.direction]),
        quoted(command.protocol),
      ].join(' ');
    default:
      throw new TypeError(`no command ${(command as BirdCommand).kind}`);
  }
}

/** True for what can be the name of a protocol of BIRD. */
export function isBirdName(name: string): boolean {
  return symbol.test(name);
}

/**
 * BIRD's strings end at the next quotation mark, whatever stands before it, and
 * at the end of the line.
 */
export function isBirdText(text: string): boolean {
  return !/["\p{Cc}]/u.test(text);
}

function prefixText({ address, length }: PrefixKey): string {
  return formatPrefix(address, length);
}

function checked(text: string): string {
  if (!isBirdText(text)) {
    throw new RouteSourceError(
      'refused',
      'BIRD takes no text with quotation marks or control characters',
    );
  }
  return text;
}

function guardId(id: string): string {
  if (!/^[a-z0-9-]{8,64}$/.test(id)) {
    throw new TypeError(`"${id}" is no name of a guard`);
  }
  return id;
}

/** Between apostrophes a name may also be one of BIRD's own words. */
function quoted(name: string): string {
  if (!symbol.test(name)) {
    throw new RouteSourceError(
      'refused',
      `'${name.slice(0, 64)}' cannot be the name of something in BIRD`,
    );
  }
  return `'${name}'`;
}
