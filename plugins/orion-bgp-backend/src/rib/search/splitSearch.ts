import { RouteSearchError } from './RouteSearchError';

/** A part of a search: a word, or a pattern over AS paths. */
export interface SearchPart {
  kind: 'word' | 'pattern';
  text: string;
}

/** Characters of ASNs and of patterns over them. */
const PATH_WORD = /^(?:AS|[\d^$_.*+?|()[\]{},-])+$/i;
/** What makes an ASN a pattern. */
const PATTERN_SIGN = /[\^$_*+?|()[\]{}]|\.(?!\d)/;
/** An address or an ASN in asdot, complete or not; digits and dots only. */
const DOTTED = /^\d+(?:\.\d+)+$/;

/**
 * Cuts a search into parts at blanks. Words next to each other that can belong
 * to a pattern over AS paths are one when any of them has a sign of it:
 * `6939 (64500|64501)+ .` is one pattern, `6939 64500` two ASNs.
 */
export function splitSearch(text: string): SearchPart[] {
  const parts: SearchPart[] = [];
  let left = text;
  while (left.trim() !== '') {
    left = left.trimStart();
    const whole = takeQuoted(left) ?? takeMask(left);
    if (whole) {
      parts.push({ kind: 'pattern', text: whole.pattern });
      left = left.slice(whole.length);
      continue;
    }
    const words = pathWords(left);
    const run = left.slice(0, words.length);
    if (words.isPattern) {
      parts.push({ kind: 'pattern', text: run.replace(/^path:/i, '').trim() });
      left = left.slice(run.length);
      continue;
    }
    const [word] = left.split(/\s/, 1);
    parts.push({ kind: 'word', text: word });
    left = left.slice(word.length);
  }
  return parts;
}

/** `path:"…"`. */
function takeQuoted(text: string) {
  if (!/^path:"/i.test(text)) {
    return undefined;
  }
  const end = text.indexOf('"', 6);
  if (end < 0) {
    throw new RouteSearchError(text, 'misses a closing quotation mark');
  }
  return { pattern: text.slice(6, end), length: end + 1 };
}

/** `[= … =]`. */
function takeMask(text: string) {
  const start = /^(?:path:)?\[=/i.exec(text);
  if (!start) {
    return undefined;
  }
  const end = text.indexOf('=]');
  if (end < 0) {
    throw new RouteSearchError(text, 'misses the closing =]');
  }
  return {
    pattern: text.slice(start[0].length - 2, end + 2),
    length: end + 2,
  };
}

/** How far words at the start of the text can belong to one pattern. */
function pathWords(text: string): { length: number; isPattern: boolean } {
  let length = 0;
  let isPattern = false;
  let depth = 0;
  for (const [word] of text.matchAll(/\S+\s*/g)) {
    const bare = word.trim().replace(length === 0 ? /^path:/i : /^$/, '');
    if (!PATH_WORD.test(bare) || (DOTTED.test(bare) && depth === 0)) {
      break;
    }
    isPattern ||= PATTERN_SIGN.test(bare) || /^path:/i.test(word);
    depth += (bare.match(/[([{]/g) ?? []).length;
    depth -= (bare.match(/[)\]}]/g) ?? []).length;
    length += word.length;
  }
  return { length, isPattern };
}
