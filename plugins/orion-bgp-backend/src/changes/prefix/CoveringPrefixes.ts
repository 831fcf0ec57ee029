import {
  clearHostBits,
  formatPrefix,
  parsePrefix,
} from '../../routes/addresses';

/**
 * Prefixes that go out, asked which of them serves another one. A part of a network
 * is reached by the whole; an aggregate is to go out itself, so whoever asks knows
 * that it is none. A default route serves nobody outside: it is for who is behind
 * this network. Asked ten thousand times it takes moments: looked up are only
 * lengths that there are.
 */
export class CoveringPrefixes {
  readonly #prefixes: ReadonlySet<string>;
  /** By family, longest first. */
  readonly #lengths: Record<4 | 6, number[]>;

  /** @param prefixes - canonical ones */
  constructor(prefixes: Iterable<string>) {
    this.#prefixes = new Set(prefixes);
    const lengths = { 4: new Set<number>(), 6: new Set<number>() };
    for (const prefix of this.#prefixes) {
      const length = lengthOf(prefix);
      if (length > 0) {
        lengths[prefix.includes(':') ? 6 : 4].add(length);
      }
    }
    this.#lengths = {
      4: longestFirst(lengths[4]),
      6: longestFirst(lengths[6]),
    };
  }

  /** The most specific one in which the prefix lies; undefined where none is. */
  find(prefix: string): string | undefined {
    const inner = parsePrefix(prefix);
    if (!inner) {
      return undefined;
    }
    for (const length of this.#lengths[inner.family]) {
      if (length < inner.length) {
        // Longest first: what is cleared for one length is clear for the next.
        clearHostBits(inner.address, length);
        const outer = formatPrefix(inner.address, length);
        if (this.#prefixes.has(outer)) {
          return outer;
        }
      }
    }
    return undefined;
  }
}

function lengthOf(prefix: string): number {
  return Number(prefix.slice(prefix.indexOf('/') + 1));
}

function longestFirst(lengths: Set<number>): number[] {
  return [...lengths].sort((one, other) => other - one);
}
