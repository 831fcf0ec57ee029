import { Aspa } from '../json/readRoa';

/** What a cache said last, by customer and family. */
export type KnownAspas = ReadonlyMap<string, Aspa>;

/** What one answer of a cache changes in its ASPAs; applied as a whole at its end. */
export class AspaChanges {
  /** The last word on a customer counts; null: taken back. */
  readonly #said = new Map<string, Aspa | null>();

  get size(): number {
    return this.#said.size;
  }

  add(pdu: {
    announce: boolean;
    customer: number;
    providers: number[];
    family?: 4 | 6;
  }): void {
    const { announce, customer, providers, family } = pdu;
    this.#said.set(
      `${customer} ${family ?? ''}`,
      announce ? { customer, providers } : null,
    );
  }

  /** What is known after; of nothing when the cache sends everything. */
  apply(before: KnownAspas | undefined): KnownAspas {
    const after = new Map(before);
    for (const [key, aspa] of this.#said) {
      if (aspa) {
        after.set(key, aspa);
      } else {
        after.delete(key);
      }
    }
    return after;
  }
}
