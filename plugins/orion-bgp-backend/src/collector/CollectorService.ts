import { InputError } from '@backstage/errors';
import { RoutePage } from '@orion/backstage-plugin-orion-bgp-common';
import { PrefixMatch } from '../rib/query/RouteQuery';
import { parseRouteSearch } from '../rib/search/parseRouteSearch';
import { tellTerms } from '../rib/search/tellTerms';
import { AskOptions, RibWorker } from '../rib/worker/RibWorker';
import { PrefixKey, toPrefixKey } from '../rib/table/PrefixKey';
import { parsePrefix } from '../routes/addresses';
import { CollectorCall, CollectorCalls, SearchInput } from './CollectorCalls';

type Handlers = {
  [K in CollectorCall]: (
    input: CollectorCalls[K][0],
    asker?: AskOptions,
  ) => Promise<CollectorCalls[K][1]>;
};

/** Words of the API, and of the index. */
const prefixMatches: Record<NonNullable<SearchInput['match']>, PrefixMatch> = {
  exact: 'exact',
  longest: 'longest',
  covering: 'covering',
  'more-specific': 'covered',
};

/** A router is asked, and has ten seconds. */
const SENT_MS = 12_000;
/** Far more than one router has. */
const MAX_SESSIONS = 10_000;

function readPrefix(text: string): PrefixKey {
  const prefix = parsePrefix(text);
  if (!prefix) {
    throw new InputError(`"${text}" is no prefix`);
  }
  return toPrefixKey(prefix.family, prefix.address, prefix.length);
}

/** Answers the plugin from the route index. */
export class CollectorService {
  readonly #seat: { readonly held: RibWorker };

  /** @param deps.seat - refuses while another collector has the index. */
  constructor(deps: { seat: { readonly held: RibWorker } }) {
    this.#seat = deps.seat;
  }

  get #worker(): RibWorker {
    return this.#seat.held;
  }

  readonly calls: Handlers = {
    search: (input, asker) => this.#search(input, asker),
    tables: async () => ({
      tables: this.#worker.tables,
      rpki: await this.#worker.ask('rpki', undefined),
    }),
    listing: async input => ({
      isListing: await this.#worker.ask('listing', input),
    }),
    validate: async ({ prefix, originAs }) =>
      this.#worker.ask('validate', { prefix: readPrefix(prefix), originAs }),
    kernel: async (input, asker) => this.#worker.ask('kernel', input, asker),
    kernelDifferences: async (input, asker) =>
      this.#worker.ask('kernelDifferences', input, asker),
    aspa: async input => this.#worker.ask('aspa', input),
    counts: async (input, asker) => this.#worker.ask('counts', input, asker),
    reasons: async (input, asker) => this.#worker.ask('reasons', input, asker),
    compare: async (input, asker) => this.#worker.ask('diff', input, asker),
    sent: async input =>
      this.#worker.ask('sent', input, { deadlineMs: SENT_MS }),
    moved: async ({ router, table, resync, exports }) => {
      if (resync) {
        await this.#worker.ask('resync', { router });
      } else if (table) {
        await this.#worker.ask('changesMoved', { router });
      }
      if (exports.length > 0) {
        const sessions = exports.slice(0, MAX_SESSIONS);
        await this.#worker.ask('exportsMoved', { router, sessions });
      }
      return {};
    },
    impact: async input => this.#worker.ask('impact', input),
    refresh: async input => {
      await this.#worker.ask('refresh', input);
      return {};
    },
  };

  async #search(input: SearchInput, asker?: AskOptions): Promise<RoutePage> {
    const { q, match, router, neighbors, limit, cursor } = input;
    const { query, terms } = parseRouteSearch(q, {
      prefixMatch: match && prefixMatches[match],
    });
    const { items, nextCursor, total, tables, tookMs } = await this.#worker.ask(
      'search',
      {
        query,
        routers: router ? [router] : undefined,
        neighbors,
        limit,
        cursor,
      },
      asker,
    );
    return {
      items,
      nextCursor,
      total,
      tables,
      tookMs,
      understood: tellTerms(terms),
      terms,
    };
  }
}
