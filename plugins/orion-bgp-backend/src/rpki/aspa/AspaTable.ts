import { Aspa } from '../json/readRoa';

/** What is said of a step from one AS to the next. */
export type Attestation = 'provider' | 'not-provider' | 'none';

/** ASPAs by customer. A customer with several has all their providers. */
export class AspaTable {
  readonly #providers = new Map<number, Set<number>>();

  constructor(aspas: Iterable<Aspa>) {
    for (const { customer, providers } of aspas) {
      const all = this.#providers.get(customer) ?? new Set<number>();
      providers.forEach(provider => all.add(provider));
      this.#providers.set(customer, all);
    }
  }

  /** Customers that have said something. */
  get size(): number {
    return this.#providers.size;
  }

  /** Ascending; empty when it says that it has none (AS0). Undefined without an ASPA. */
  providersOf(customer: number): number[] | undefined {
    const all = this.#providers.get(customer);
    return all && [...all].filter(asn => asn !== 0).sort((a, b) => a - b);
  }

  /** Whether the customer attests that the other is a provider of its. */
  attest(customer: number, other: number): Attestation {
    const all = this.#providers.get(customer);
    if (!all) {
      return 'none';
    }
    return all.has(other) ? 'provider' : 'not-provider';
  }
}
