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

/** Texts for communities: exact ones first, then patterns in their order. */
export class CommunityDictionary {
  readonly #exact = new Map<string, Entry>();
  readonly #patterns: Entry[] = [];

  constructor(meanings: CommunityMeaning[]) {
    for (const meaning of meanings) {
      const entry = { ...meaning, parts: meaning.pattern.split(':') };
      if (entry.parts.includes('*')) {
        this.#patterns.push(entry);
      } else if (!this.#exact.has(meaning.pattern)) {
        this.#exact.set(meaning.pattern, entry);
      }
    }
  }

  /** Undefined for a community nobody described. */
  find(value: string): { text: string; filter: boolean } | undefined {
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
