import { wellKnownNumbers } from '../../attributes/formatCommunities';

/** What a community means here. */
export interface CommunityMeaning {
  /** As communities are written, `394955:65666:1`; `*` stands for any one part. */
  pattern: string;
  /** `$1` stands for what the first `*` stood for, `$2` for the second. */
  text: string;
  /** It says why the import policy refused a route. */
  filter?: boolean;
}

interface Entry extends CommunityMeaning {
  parts: string[];
}

/** An extended community: its kind, then a colon and what no blank is in. */
const EXTENDED = /^[a-z][a-z0-9-]*:[^\s]+$/;

/** Whether some community could fit: numbers and `*`, a well-known name, or an extended one. */
export function isCommunityPattern(pattern: string): boolean {
  if (EXTENDED.test(pattern) || wellKnownNumbers(pattern) !== pattern) {
    return true;
  }
  const parts = pattern.split(':');
  const most = { 2: 0xffff, 3: 0xffffffff }[parts.length];
  return (
    most !== undefined &&
    parts.every(
      part =>
        part === '*' ||
        (/^(0|[1-9]\d{0,9})$/.test(part) && Number(part) <= most),
    )
  );
}

/** Texts for communities: exact ones first, then patterns in their order. */
export class CommunityDictionary {
  readonly #exact = new Map<string, Entry>();
  readonly #patterns: Entry[] = [];

  constructor(meanings: CommunityMeaning[]) {
    for (const meaning of meanings) {
      const pattern = wellKnownNumbers(meaning.pattern);
      const entry = { ...meaning, parts: pattern.split(':') };
      if (entry.parts.includes('*')) {
        this.#patterns.push(entry);
      } else if (!this.#exact.has(pattern)) {
        this.#exact.set(pattern, entry);
      }
    }
  }

  /** What a community says of why a route was refused; undefined when it says nothing of it. */
  findReason(shown: string): string | undefined {
    const meaning = this.find(shown);
    return meaning?.filter ? meaning.text : undefined;
  }

  /** Undefined for a community nobody described. */
  find(shown: string): { text: string; filter: boolean } | undefined {
    // A well-known one is shown by its name, and written either way.
    const value = wellKnownNumbers(shown);
    const parts = value.split(':');
    const entry =
      this.#exact.get(value) ??
      this.#patterns.find(
        one =>
          one.parts.length === parts.length &&
          one.parts.every((part, at) => part === '*' || part === parts[at]),
      );
    if (!entry) {
      return undefined;
    }
    const stars = parts.filter((_, at) => entry.parts[at] === '*');
    return {
      text: entry.text.replace(
        /\$([1-9])/g,
        (sign, number) => stars[Number(number) - 1] ?? sign,
      ),
      filter: entry.filter ?? false,
    };
  }
}
