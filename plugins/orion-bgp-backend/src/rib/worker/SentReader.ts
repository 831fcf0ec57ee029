import { parsePrefix } from '../../routes/addresses';
import { PrefixKey, RouteSource } from '../../routes/RouteSource';
import { SentRoute, toSentRoute } from '../../routes/toSentRoute';
import { SentAnswer } from './protocol';

/** Less than whoever asks the worker waits. */
const DEADLINE_MS = 10_000;
/** Asked again at once a daemon would do nothing else for a page that is looked at. */
const MIN_REST_MS = 2_000;
/** Some make a whole list to answer: that must not become what they do. */
const REST_FACTOR = 20;
/** Two looks that are to agree must not have one answer. */
const MAX_REST_MS = 25_000;

interface Kept {
  answer: Promise<SentAnswer>;
  /** Of the monotonic clock; absent while it is asked. */
  until?: number;
}

export interface SentReaderOptions {
  /** Id of the router, for messages. */
  router: string;
  /** Nobody is to ask it what goes out. */
  skip?: boolean;
  deadlineMs?: number;
  minRestMs?: number;
}

/**
 * Asks a router how a neighbor is told of some prefixes. It is asked now, whatever
 * the table has; the same question within a moment has the same answer.
 */
export class SentReader {
  readonly #options: SentReaderOptions;
  readonly #kept = new Map<string, Kept>();

  constructor(options: SentReaderOptions) {
    this.#options = options;
  }

  /** Never rejects: what went wrong is the answer. */
  async read(
    source: RouteSource | undefined,
    question: { session: string; prefixes: string[] },
    signal: AbortSignal,
  ): Promise<SentAnswer> {
    const { router, skip } = this.#options;
    if (skip || !source?.lookupExports) {
      return {
        items: [],
        problem: source
          ? `${router} is not asked what it tells its neighbors.`
          : `${router} was not reached yet.`,
      };
    }
    const key = JSON.stringify([question.session, question.prefixes]);
    this.#forget();
    const known = this.#kept.get(key);
    if (known) {
      return known.answer;
    }
    const kept: Kept = { answer: this.#ask(source, question, signal) };
    this.#kept.set(key, kept);
    const began = performance.now();
    const answer = await kept.answer;
    const ended = performance.now();
    const least = this.#options.minRestMs ?? MIN_REST_MS;
    const rest = Math.max(least, REST_FACTOR * (ended - began));
    kept.until = ended + Math.min(rest, MAX_REST_MS);
    return answer;
  }

  #forget(): void {
    const now = performance.now();
    for (const [key, { until = Infinity }] of this.#kept) {
      if (until <= now) {
        this.#kept.delete(key);
      }
    }
  }

  async #ask(
    source: RouteSource,
    { session, prefixes }: { session: string; prefixes: string[] },
    closed: AbortSignal,
  ): Promise<SentAnswer> {
    const { deadlineMs = DEADLINE_MS, router } = this.#options;
    const late = AbortSignal.timeout(deadlineMs);
    const items: SentRoute[] = [];
    try {
      await source.lookupExports!({
        signal: AbortSignal.any([closed, late]),
        session,
        prefixes: prefixes.map(toKey),
        sink: record => void items.push(toSentRoute(record)),
      });
      return { items };
    } catch (error) {
      const problem = late.aborted
        ? `${router} did not say it within ${deadlineMs / 1000} s.`
        : `${error instanceof Error ? error.message : error}`;
      return { items: [], problem };
    }
  }
}

function toKey(text: string): PrefixKey {
  const { family, address, length } = parsePrefix(text)!;
  return { family, address, length };
}
