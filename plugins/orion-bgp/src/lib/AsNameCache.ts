import { AsNameSource, BgpApi } from '@orion/backstage-plugin-orion-bgp-common';

/** What the backend takes at once. */
const MAX_AT_ONCE = 500;
const FRESH_MS = 10 * 60_000;
/** The rest of a page asks in the same moment. */
const GATHER_MS = 20;

/**
 * Names of autonomous systems for all pages of one API: asked for together, and
 * kept for some minutes. A name that cannot be had is simply missing.
 */
export class AsNameCache {
  readonly #api: Pick<BgpApi, 'listAsNames'>;
  readonly #names = new Map<number, { name?: string; at: number }>();
  readonly #listeners = new Set<() => void>();
  #wanted = new Set<number>();
  #timer?: ReturnType<typeof setTimeout>;
  #source?: AsNameSource;
  #version = 0;

  constructor(api: Pick<BgpApi, 'listAsNames'>) {
    this.#api = api;
  }

  /** Changes whenever an answer came. */
  get version(): number {
    return this.#version;
  }

  /** Undefined before the first answer. */
  get source(): AsNameSource | undefined {
    return this.#source;
  }

  find(asn: number): string | undefined {
    return this.#names.get(asn)?.name;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Asks for those that are not known, soon. */
  want(asns: number[]): void {
    const old = Date.now() - FRESH_MS;
    for (const asn of asns) {
      if ((this.#names.get(asn)?.at ?? -Infinity) < old) {
        this.#wanted.add(asn);
      }
    }
    if (this.#wanted.size > 0) {
      this.#timer ??= setTimeout(() => this.#ask(), GATHER_MS);
    }
  }

  async #ask(): Promise<void> {
    this.#timer = undefined;
    const asns = [...this.#wanted].slice(0, MAX_AT_ONCE);
    this.#wanted = new Set([...this.#wanted].slice(MAX_AT_ONCE));
    const at = Date.now();
    // Also without an answer they are not asked for again at once.
    asns.forEach(asn =>
      this.#names.set(asn, { name: this.#names.get(asn)?.name, at }),
    );
    try {
      const { items, source } = await this.#api.listAsNames(asns);
      asns.forEach(asn => this.#names.set(asn, { at }));
      items.forEach(({ asn, name }) => this.#names.set(asn, { name, at }));
      this.#source = source;
      this.#version++;
      this.#listeners.forEach(listener => listener());
    } catch {
      // Numbers stay numbers: pages say by themselves when the backend is away.
    }
    this.want([]);
  }
}
