import { setTimeout } from 'node:timers/promises';
import { parsePrefix } from '../../routes/addresses';
import { PrefixKey, RouteSource } from '../../routes/RouteSource';
import { SentRoute, toSentRoute } from '../../routes/toSentRoute';
import { SentAnswer } from './protocol';

/** A GoBGP with a full table makes a list of some 15 s to say it. */
const DEADLINE_MS = 2 * 60_000;
/** Less than whoever asks the worker waits. */
const PATIENCE_MS = 8_000;
/** Asked again at once a daemon would do nothing else for a page that is looked at. */
const MIN_REST_MS = 2_000;
/** Some make a whole list to answer: that must not become what they do. */
const REST_FACTOR = 20;
const MAX_REST_MS = 5 * 60_000;
/** How long a silent daemon was waited for says nothing of what an answer costs. */
const MAX_RETRY_MS = 25_000;
/** An answer serves so long while the next one is made, and then no longer. */
const SERVES_MS = 6 * 60_000;

interface Kept {
  /** What was said last, with its time on the monotonic clock. */
  last?: { answer: SentAnswer; endedAt: number };
  /** Of the same clock: until then nobody is asked again. */
  until: number;
  asking?: Promise<SentAnswer>;
}

export interface SentReaderOptions {
  /** Id of the router, for messages. */
  router: string;
  /** Nobody is to ask it what goes out. */
  skip?: boolean;
  deadlineMs?: number;
  patienceMs?: number;
  minRestMs?: number;
}

/**
 * Asks a router how a neighbor is told of some prefixes: one question at a time,
 * with rests by what they cost it. While a long answer is made the one before
 * serves, which says when it was given.
 */
export class SentReader {
  readonly #options: SentReaderOptions;
  readonly #kept = new Map<string, Kept>();
  /** Ends with the question that is asked now. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: SentReaderOptions) {
    this.#options = options;
  }

  /** Never rejects: what went wrong is the answer. */
  async read(
    source: RouteSource | undefined,
    question: { session: string; prefixes: string[] },
    signal: AbortSignal,
  ): Promise<SentAnswer> {
    const { router, skip, patienceMs = PATIENCE_MS } = this.#options;
    if (skip || !source?.lookupExports) {
      return {
        items: [],
        problem: source
          ? `${router} is not asked what it tells its neighbors.`
          : `${router} was not reached yet.`,
      };
    }
    const key = JSON.stringify([question.session, question.prefixes]);
    this.#tidy();
    const kept = this.#kept.get(key) ?? { until: -Infinity };
    this.#kept.set(key, kept);
    if (kept.last && kept.until > performance.now()) {
      return kept.last.answer;
    }
    kept.asking ??= this.#ask(kept, source, question, signal);
    const patience = new AbortController();
    const options = { signal: patience.signal, ref: false };
    const late = setTimeout(patienceMs, undefined, options).catch(() => {});
    const answer = await Promise.race([kept.asking, late]);
    patience.abort();
    return (
      answer ??
      this.#serving(kept) ?? {
        items: [],
        problem: `${router} makes a whole list to say it, which takes a while.`,
      }
    );
  }

  /** Nothing that was said counts any more: it may be another daemon by now. */
  forget(): void {
    this.#kept.clear();
  }

  #serving({ last }: Kept): SentAnswer | undefined {
    const serves = (last?.endedAt ?? -Infinity) + SERVES_MS;
    return serves > performance.now() ? last?.answer : undefined;
  }

  #tidy(): void {
    const now = performance.now();
    for (const [key, kept] of this.#kept) {
      if (!kept.asking && kept.until <= now && !this.#serving(kept)) {
        this.#kept.delete(key);
      }
    }
  }

  /** Once the questions before it have their answers. */
  #ask(
    kept: Kept,
    source: RouteSource,
    question: { session: string; prefixes: string[] },
    closed: AbortSignal,
  ): Promise<SentAnswer> {
    const turn = this.#turn.then(async () => {
      const began = performance.now();
      const answer = await this.#answer(source, question, closed);
      const endedAt = performance.now();
      const least = this.#options.minRestMs ?? MIN_REST_MS;
      const rest = Math.max(least, REST_FACTOR * (endedAt - began));
      kept.last = { answer, endedAt };
      const most = answer.problem === undefined ? MAX_REST_MS : MAX_RETRY_MS;
      kept.until = endedAt + Math.min(rest, most);
      kept.asking = undefined;
      return answer;
    });
    this.#turn = turn;
    return turn;
  }

  async #answer(
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
      return { items, readAt: new Date().toISOString() };
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
