/** Less than a second of the one thread of the index: whoever else asks waits for it. */
const SEARCH_STEPS = 5_000_000;

/** One search asks for more than the index works for one. */
export class SearchTooCostlyError extends Error {
  constructor(advice: string, limit: number) {
    super(`${advice} (all terms of a search have ${limit} steps together)`);
    this.name = 'SearchTooCostlyError';
  }
}

/**
 * What one search may cost. All its terms spend of the same, so that many that are
 * each bearable are no way around it.
 */
export class WorkBudget {
  readonly #limit: number;
  #spent = 0;

  constructor(limit = SEARCH_STEPS) {
    this.#limit = limit;
  }

  /**
   * @param advice - what whoever searches can do about it, as a sentence
   * @throws SearchTooCostlyError
   */
  spend(steps: number, advice: string): void {
    this.#spent += steps;
    if (this.#spent > this.#limit) {
      throw new SearchTooCostlyError(advice, this.#limit);
    }
  }

  /** To find entries of the pool that have something. */
  spendOnTerm({ tried, found }: { tried: number; found: number }): void {
    this.spend(
      // A bit is set many times faster than bytes are compared.
      tried + (found >>> 4),
      'the search takes too long: leave out some of its terms',
    );
  }
}
