/** A statement of BIRD's configuration, with the block behind it if it has one. */
export interface BirdStatement {
  /** Words and signs of it, as they stand. */
  words: string[];
  block?: BirdStatement[];
}

/** Deeper than any configuration, and far from the end of the stack. */
const MAX_DEPTH = 50;

/**
 * Splits a configuration into its statements. It knows comments, quoted texts,
 * brackets and blocks, and nothing of what the words mean.
 *
 * @throws Error where a block or a text has no end
 */
export function parseBirdConfig(text: string): BirdStatement[] {
  const tokens = tokensOf(text);
  const { statements, next } = readBlock(tokens, 0, 0);
  if (next < tokens.length) {
    throw new Error(
      'The configuration of BIRD closes a block that is not open',
    );
  }
  return statements;
}

/** The same text for the same statement, whatever its comments and spaces are. */
export function statementText({ words, block }: BirdStatement): string {
  const head = words.join(' ');
  return block
    ? `${head} { ${block.map(one => `${statementText(one)};`).join(' ')} }`
    : head;
}

function readBlock(
  tokens: string[],
  from: number,
  depth: number,
): { statements: BirdStatement[]; next: number } {
  if (depth > MAX_DEPTH) {
    throw new Error('The configuration of BIRD has too many blocks in blocks');
  }
  const statements: BirdStatement[] = [];
  let words: string[] = [];
  let brackets = 0;
  let at = from;
  const end = (block?: BirdStatement[]) => {
    if (words.length > 0 || block) {
      statements.push({ words, ...(block && { block }) });
    }
    words = [];
  };
  for (; at < tokens.length; at++) {
    const token = tokens[at];
    // Prefix sets have braces of their own: [ 10.0.0.0/8{16,24} ].
    if (brackets > 0 || !['{', '}', ';'].includes(token)) {
      brackets += bracketsOf(token);
      words.push(token);
    } else if (token === ';') {
      end();
    } else if (token === '{') {
      const inner = readBlock(tokens, at + 1, depth + 1);
      if (tokens[inner.next] !== '}') {
        throw new Error('The configuration of BIRD has a block without an end');
      }
      at = inner.next;
      end(inner.statements);
    } else {
      break;
    }
  }
  end();
  return { statements, next: at };
}

function bracketsOf(token: string): number {
  if (token === '[' || token === '(') {
    return 1;
  }
  return token === ']' || token === ')' ? -1 : 0;
}

const TOKEN =
  /\s+|#[^\n]*|\/\*[\s\S]*?\*\/|"[^"]*"|[{}()[\];,]|(?:[^\s{}()[\];,"#/]|\/(?!\*))+/gy;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  let last = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    last += token.length;
    if (!/^(\s|#|\/\*)/.test(token)) {
      tokens.push(token);
    }
  }
  if (last < text.length) {
    throw new Error('The configuration of BIRD has a text without an end');
  }
  return tokens;
}
