import { secretForms } from './secretForms';

/** Put in place of a secret. */
export const SCRUBBED = '[secret]';

/** Shorter values would tear ordinary text apart. */
const MIN_SECRET_LENGTH = 6;

/** Scrubs a text that arrives in pieces. @public */
export interface ScrubStream {
  /** The text that is safe to pass on; the rest is held back. */
  write(chunk: string): string;
  /** What was held back. */
  end(): string;
}

/** Replaces the secrets it was made with by `[secret]`. @public */
export interface Scrubber {
  /** For a whole text: a secret cut at its end would pass. */
  scrub(text: string): string;
  /** A new stream with a memory of its own; use one per source. */
  stream(): ScrubStream;
  /** How many values were too short to look for. */
  readonly ignoredCount: number;
}

/**
 * Options of {@link createScrubber}.
 *
 * @public
 */
export interface ScrubberOptions {
  /** Default 6. */
  minLength?: number;
}

const escapeRegExp = (text: string) =>
  text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Where a suffix of the text starts that could become a secret. */
function heldFrom(text: string, forms: string[]): number {
  let from = text.length;
  for (const form of forms) {
    const longest = Math.min(form.length - 1, text.length);
    for (let length = longest; text.length - length < from; length--) {
      if (text.endsWith(form.slice(0, length))) from = text.length - length;
    }
  }
  return from;
}

/**
 * Removes secret values from text, also where they are JSON-escaped, URL-encoded
 * or in base64.
 *
 * @public
 */
export function createScrubber(
  secretValues: readonly string[],
  { minLength = MIN_SECRET_LENGTH }: ScrubberOptions = {},
): Scrubber {
  const secrets = [...new Set(secretValues)];
  const usable = secrets.filter(value => value.trim().length >= minLength);
  // Longest first: alternation takes the first that fits.
  const forms = [...new Set(usable.flatMap(secretForms))].sort(
    (a, b) => b.length - a.length,
  );
  const pattern =
    forms.length > 0
      ? new RegExp(forms.map(escapeRegExp).join('|'), 'g')
      : undefined;
  const scrub = (text: string) =>
    pattern ? text.replace(pattern, SCRUBBED) : text;

  const stream = (): ScrubStream => {
    let held = '';
    return {
      write(chunk) {
        const text = held + chunk;
        let safe = heldFrom(text, forms);
        // A whole secret may begin before that place and end after it.
        for (const found of text.matchAll(pattern ?? /$^/g)) {
          if (found.index < safe) {
            safe = Math.max(safe, found.index + found[0].length);
          }
        }
        held = text.slice(safe);
        return scrub(text.slice(0, safe));
      },
      end() {
        const text = held;
        held = '';
        return scrub(text);
      },
    };
  };
  return { scrub, stream, ignoredCount: secrets.length - usable.length };
}
