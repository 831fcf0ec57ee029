/** A word of a command, as BIRD's lexer sees it. */
export interface Token {
  /** `word` also holds what is between apostrophes; `address` what has dots or colons. */
  kind: 'word' | 'text' | 'number' | 'address' | 'other';
  text: string;
  /** Between apostrophes: never one of BIRD's own words. */
  quoted?: boolean;
}

/** A command BIRD refuses while it reads it: code 9001. */
export class ParseError extends Error {}

/** Splits a command line; throws a {@link ParseError}. */
export function tokens(line: string): Token[] {
  const found: Token[] = [];
  let rest = line.trim();
  while (rest) {
    const { token, length } = next(rest);
    found.push(token);
    rest = rest.slice(length).trimStart();
  }
  return found;
}

function next(rest: string): { token: Token; length: number } {
  if (rest.startsWith('"')) {
    const [whole, text] =
      /^"([^"]*)"/.exec(rest) ?? fail('Unterminated string');
    return { token: { kind: 'text', text }, length: whole.length };
  }
  if (rest.startsWith("'")) {
    const [whole, text, end] =
      /^'([A-Za-z0-9_.:-]*)(.?)/.exec(rest) ?? fail('Unterminated symbol');
    if (end !== "'") {
      fail(
        end ? 'Invalid character in apostrophed symbol' : 'Unterminated symbol',
      );
    }
    return {
      token: { kind: 'word', text, quoted: true },
      length: whole.length,
    };
  }
  const [text] = /^[^\s"']+/.exec(rest)!;
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && text.length > 64) {
    fail('Symbol too long');
  }
  return { token: { kind: kindOf(text), text }, length: text.length };
}

function kindOf(text: string): Token['kind'] {
  if (/^\d[\d.]*$/.test(text) && !/^(\d+\.){3}\d+$/.test(text)) {
    return 'number';
  }
  if (
    /^(\d+\.){3}\d+(\/\d+)?$/.test(text) ||
    /^[0-9a-f:.]*:[0-9a-f:.]*(\/\d+)?$/i.test(text)
  ) {
    return 'address';
  }
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) ? 'word' : 'other';
}

function fail(message: string): never {
  throw new ParseError(message);
}
