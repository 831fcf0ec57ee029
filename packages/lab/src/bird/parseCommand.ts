import { BgpFamily } from '../bgp/types';
import { Network, networkOf, parseHost, parseNetwork } from '../bgp/prefixes';
import { ParseError, Token, tokens } from './tokens';

/** Protocols by name or by pattern; undefined stands for all. */
export type Protocols = { name: string } | { pattern: string } | undefined;

/** What `show route` was asked for. */
export interface RouteQuery {
  all: boolean;
  filtered: boolean;
  primary: boolean;
  output: 'list' | 'count' | 'stats';
  mode?: 'exact' | 'for' | 'in';
  network?: Network;
  tables: BgpFamily[];
  tablesBy: 'default' | 'name' | 'all';
  protocol?: string;
  exports?: {
    way: 'export' | 'exported' | 'preexport' | 'noexport';
    protocol: string;
  };
}

/** A command that BIRD's grammar takes. */
export type Command =
  | { kind: 'restrict' | 'status' | 'memory' | 'bfd' }
  | { kind: 'protocols'; all: boolean; which: Protocols }
  | { kind: 'routes'; query: RouteQuery }
  | { kind: 'symbols'; type?: string; name?: string }
  | {
      kind: 'enable' | 'disable' | 'restart';
      which: Protocols;
      message?: string;
    }
  | { kind: 'reload'; which: Protocols; direction: 'in' | 'out' | 'both' }
  | {
      kind: 'configure';
      what: 'now' | 'check' | 'confirm' | 'undo' | 'timeout';
      seconds?: number;
    };

/** Names the grammar knows: BIRD looks them up while it parses. */
export interface KnownNames {
  isProtocol(name: string): boolean;
}

const tableFamilies: Record<string, BgpFamily> = {
  master4: 'ipv4',
  master6: 'ipv6',
};
const words = new Set([
  ...[
    'all',
    'table',
    'for',
    'in',
    'out',
    'export',
    'exported',
    'preexport',
    'noexport',
  ],
  ...[
    'filtered',
    'primary',
    'protocol',
    'count',
    'stats',
    'show',
    'where',
    'filter',
  ],
  ...['status', 'protocols', 'route', 'bfd', 'memory', 'symbols', 'sessions'],
  ...[
    'enable',
    'disable',
    'restart',
    'reload',
    'restrict',
    'configure',
    'check',
  ],
  ...['timeout', 'confirm', 'undo', 'soft', 'timeformat', 'import', 'static'],
]);
const PATTERN = 'CF_SYM_KNOWN or TEXT or ALL';
const ADDRESS = 'IP4 or IP6 or VPN_RD or CF_SYM_KNOWN';

class Parser {
  readonly #tokens: Token[];
  readonly #names: KnownNames;

  constructor(found: Token[], names: KnownNames) {
    this.#tokens = [...found];
    this.#names = names;
  }

  command(): Command {
    const first = this.#word();
    switch (first) {
      case 'restrict':
        this.#end();
        return { kind: 'restrict' };
      case 'show':
        return this.#show();
      case 'enable':
      case 'disable':
      case 'restart': {
        const which = this.#pattern(PATTERN);
        const message = this.#take('text')?.text;
        this.#end(message === undefined ? 'END or TEXT' : 'END');
        return { kind: first, which, message };
      }
      case 'reload': {
        const direction = (this.#keyword('in', 'out') ?? 'both') as
          | 'in'
          | 'out'
          | 'both';
        const which = this.#pattern();
        this.#end();
        return { kind: 'reload', which, direction };
      }
      case 'configure':
        return this.#configure();
      default:
        throw this.#unexpected(first);
    }
  }

  #show(): Command {
    const what = this.#word();
    switch (what) {
      case 'status':
      case 'memory':
        this.#end();
        return { kind: what };
      case 'bfd':
        if (!this.#keyword('sessions')) {
          this.#fail('SESSIONS');
        }
        this.#end();
        return { kind: 'bfd' };
      case 'protocols': {
        const all = Boolean(this.#keyword('all'));
        const which = this.#tokens.length
          ? this.#pattern(`END or CF_SYM_KNOWN or TEXT${all ? '' : ' or ALL'}`)
          : undefined;
        this.#end();
        return { kind: 'protocols', all, which };
      }
      case 'route':
        return { kind: 'routes', query: this.#routes() };
      case 'symbols': {
        const type = this.#keyword(
          'table',
          'filter',
          'function',
          'protocol',
          'template',
        );
        const name = type ? undefined : this.#take('word')?.text;
        this.#end();
        return { kind: 'symbols', type, name };
      }
      default:
        throw this.#unexpected(what);
    }
  }

  #configure(): Command {
    const what = this.#keyword('check', 'confirm', 'undo', 'timeout') ?? 'now';
    const seconds = what === 'timeout' ? this.#take('number') : undefined;
    if (what === 'check' || what === 'now' || what === 'timeout') {
      this.#take('text');
    }
    this.#end();
    return {
      kind: 'configure',
      what: what as 'now' | 'check' | 'confirm' | 'undo' | 'timeout',
      seconds: seconds ? Number(seconds.text) : 300,
    };
  }

  #routes(): RouteQuery {
    const query: RouteQuery = {
      all: false,
      filtered: false,
      primary: false,
      output: 'list',
      tables: [],
      tablesBy: 'default',
    };
    while (this.#tokens.length) {
      this.#routeArgument(query);
    }
    if (query.filtered && (query.exports || query.primary)) {
      throw new ParseError('Incompatible show route options');
    }
    return query;
  }

  #routeArgument(query: RouteQuery): void {
    if (this.#tokens[0].kind === 'address') {
      this.#network(query, 'exact');
      return;
    }
    const word = this.#word();
    switch (word) {
      case 'all':
      case 'filtered':
      case 'primary':
        query[word] = true;
        return;
      case 'count':
      case 'stats':
        query.output = word;
        return;
      case 'for':
      case 'in':
        this.#network(query, word);
        return;
      case 'table':
        this.#table(query);
        return;
      case 'protocol':
        query.protocol = this.#protocol('CF_SYM_KNOWN');
        return;
      case 'export':
      case 'exported':
      case 'preexport':
      case 'noexport': {
        const protocol = this.#protocol('CF_SYM_KNOWN or TABLE');
        query.exports = { way: word, protocol };
        return;
      }
      default:
        throw this.#unexpected(word);
    }
  }

  #network(query: RouteQuery, mode: 'exact' | 'for' | 'in'): void {
    if (mode === 'for' && this.#tokens[0]?.kind !== 'address') {
      this.#fail(ADDRESS);
    }
    const token = this.#take('address') ?? this.#fail();
    const { text } = token;
    if (!text.includes('/') && mode !== 'for') {
      throw new ParseError(
        `syntax error, unexpected ${
          this.#tokens.length ? this.#name() : 'END'
        }, expecting '/'`,
      );
    }
    if (query.network) {
      throw new ParseError('Only one prefix expected');
    }
    const [address, length] = text.split('/');
    if (length && Number(length) > (address.includes(':') ? 128 : 32)) {
      throw new ParseError(`Invalid prefix length ${length}`);
    }
    const network = text.includes('/') ? parseNetwork(text) : parseHost(text);
    if (!network) {
      const version = address.includes(':') ? 6 : 4;
      const whole = networkOf(text);
      throw new ParseError(
        `Invalid IPv${version} prefix ${text}${
          whole ? `, maybe you wanted ${whole}` : ''
        }`,
      );
    }
    Object.assign(query, { network, mode });
  }

  #table(query: RouteQuery): void {
    if (this.#keyword('all')) {
      query.tablesBy = 'all';
      query.tables = ['ipv4', 'ipv6'];
      return;
    }
    const [token] = this.#tokens;
    const family =
      token?.kind === 'word' ? tableFamilies[token.text] : undefined;
    if (!family) {
      if (token?.kind === 'word' && this.#names.isProtocol(token.text)) {
        throw new ParseError('Table name required');
      }
      this.#fail('CF_SYM_KNOWN or ALL');
    }
    this.#tokens.shift();
    query.tablesBy = 'name';
    query.tables.push(family);
  }

  #protocol(expecting: string): string {
    const [token] = this.#tokens;
    if (token?.kind !== 'word' || !this.#isKnown(token)) {
      this.#fail(expecting);
    }
    if (!this.#names.isProtocol(token.text)) {
      throw new ParseError('Protocol name required');
    }
    this.#tokens.shift();
    return token.text;
  }

  #pattern(expecting?: string): Protocols {
    const text = this.#take('text');
    if (text) {
      return { pattern: text.text };
    }
    if (this.#tokens[0]?.text === 'all' && !expecting?.startsWith('END')) {
      this.#tokens.shift();
      return undefined;
    }
    return { name: this.#protocol(expecting ?? '') };
  }

  #isKnown({ text }: Token): boolean {
    return this.#names.isProtocol(text) || text in tableFamilies;
  }

  #word(): string {
    return this.#take('word')?.text ?? this.#fail();
  }

  #keyword(...wanted: string[]): string | undefined {
    const [token] = this.#tokens;
    return token && !token.quoted && wanted.includes(token.text)
      ? this.#tokens.shift()!.text
      : undefined;
  }

  #take(kind: Token['kind']): Token | undefined {
    return this.#tokens[0]?.kind === kind ? this.#tokens.shift() : undefined;
  }

  #end(expecting = 'END'): void {
    if (this.#tokens.length) {
      this.#fail(expecting);
    }
  }

  /** BIRD's name for the next word. */
  #name(token = this.#tokens[0]): string {
    if (!token) {
      return 'END';
    }
    const { kind, text, quoted } = token;
    switch (kind) {
      case 'text':
        return 'TEXT';
      case 'number':
        return 'NUM';
      case 'address':
        return text.includes(':') ? 'IP6' : 'IP4';
      case 'word':
        if (!quoted && words.has(text)) {
          return text.toUpperCase();
        }
        return this.#isKnown(token) ? 'CF_SYM_KNOWN' : 'CF_SYM_UNDEFINED';
      default:
        return 'CF_SYM_UNDEFINED';
    }
  }

  #unexpected(text: string): ParseError {
    const name = this.#name({ kind: 'word', text });
    return new ParseError(`syntax error, unexpected ${name}`);
  }

  #fail(expecting = ''): never {
    const wanted = expecting && `, expecting ${expecting}`;
    throw new ParseError(`syntax error, unexpected ${this.#name()}${wanted}`);
  }
}

/** Throws a {@link ParseError} in the words of BIRD 2.0.12. */
export function parseCommand(line: string, names: KnownNames): Command {
  return new Parser(tokens(line), names).command();
}
