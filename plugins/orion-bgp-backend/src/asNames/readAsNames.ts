import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const MAX_LINES = 200_000;
/** RIPE's longest line has some 100. */
const MAX_LINE = 1_024;
const MAX_NAME = 80;
/** Enough for as many lines of usual length. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_ASN = 4_294_967_295;

/**
 * Reads a list of names: a line for each AS, its number, a space, tab or comma,
 * and its name, as in RIPE's asn.txt. `AS` before the number, empty lines and
 * those that begin with `#` are allowed. @throws Error naming the line
 */
export async function readAsNames(file: string): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  const input = createReadStream(file, { encoding: 'utf8', end: MAX_BYTES });
  const lines = createInterface({ input, crlfDelay: Infinity });
  // A stream that fails would otherwise leave the loop waiting.
  const failed = new Promise<never>((_, reject) => {
    input.once('error', reject);
  });
  failed.catch(() => {});
  let number = 0;
  const read = async () => {
    for await (const line of lines) {
      number++;
      if (number > MAX_LINES) {
        throw new Error(`it has more than ${MAX_LINES} lines`);
      }
      const entry = readLine(line, number);
      if (entry) {
        names.set(...entry);
      }
    }
  };
  try {
    await Promise.race([read(), failed]);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  } finally {
    lines.close();
    input.destroy();
  }
  if (input.bytesRead > MAX_BYTES) {
    throw new Error(`${file}: it is longer than ${MAX_BYTES} bytes`);
  }
  if (names.size === 0) {
    throw new Error(`${file}: it has no names`);
  }
  return names;
}

function readLine(line: string, number: number): [number, string] | undefined {
  if (line.length > MAX_LINE) {
    throw new Error(`line ${number} is longer than ${MAX_LINE} characters`);
  }
  const text = line.replace(/^\uFEFF/, '').trim();
  if (text === '' || text.startsWith('#')) {
    return undefined;
  }
  const [, asn, name] = /^(?:AS)?(\d{1,10})[ \t,]+(.+)$/i.exec(text) ?? [];
  if (asn === undefined || Number(asn) > MAX_ASN) {
    throw new Error(
      `line ${number} is no AS number and a name: "${printable(text, 40)}"`,
    );
  }
  return [Number(asn), printable(name.replace(/^"(.*)"$/, '$1'), MAX_NAME)];
}

/** Names are shown: nothing in them may move the cursor or hide something. */
function printable(text: string, longest: number): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return clean.length > longest ? `${clean.slice(0, longest - 1)}…` : clean;
}
