import { ParsedPrefix, parsePrefix } from '../../routes/addresses';
import { covers } from '../../routes/covers';
import { liesIn } from '../../routes/liesIn';
import { AggregateSource } from '../intent/AggregateSource';

/** Beyond that a look would take too long. */
const MAX_AGGREGATES = 100;

/** Whose history is kept: with everything that lies in them. */
export interface Watched {
  /** Our aggregates; undefined while nobody says what we announce. */
  own: string[] | undefined;
  /** Others that the configuration names. What lies in ours is with ours. */
  others: string[];
  /** How many of our aggregates are too many to be looked at. */
  skipped: number;
}

/** What we announce, and the foreign prefixes somebody wants to know about. */
export class WatchedPrefixes {
  readonly #aggregates: AggregateSource;
  readonly #others: string[];
  readonly #netbox: boolean;

  constructor(deps: {
    aggregates: AggregateSource;
    /** `orion.bgp.historyPrefixes`, in canonical form. */
    others: string[];
    /** One is configured, so that what is ours may still be said. */
    netbox: boolean;
  }) {
    this.#aggregates = deps.aggregates;
    this.#others = deps.others;
    this.#netbox = deps.netbox;
  }

  async find(): Promise<Watched> {
    const { prefixes } = await this.#aggregates.find();
    // Where nobody can ever say what is ours, nothing is.
    const all = prefixes ?? (this.#netbox ? undefined : []);
    const ours = all && outermost(all);
    const own = ours?.slice(0, MAX_AGGREGATES);
    return {
      own,
      others: outermost(this.#others).filter(one => !liesIn(one, own ?? [])),
      skipped: (ours?.length ?? 0) - (own?.length ?? 0),
    };
  }

  /** Whether the history of a prefix is kept; undefined while nobody can say. */
  async includes(prefix: string): Promise<boolean | undefined> {
    const { own, others } = await this.find();
    if (liesIn(prefix, [...others, ...(own ?? [])])) {
      return true;
    }
    return own ? false : undefined;
  }
}

/** Without those that lie in another one: each route belongs to one. */
function outermost(prefixes: string[]): string[] {
  const parsed = [...new Set(prefixes)].flatMap(text => {
    const prefix = parsePrefix(text);
    return prefix ? [{ text, prefix }] : [];
  });
  const isInAnother = (inner: ParsedPrefix) =>
    parsed.some(
      ({ prefix: outer }) =>
        outer.length < inner.length && covers(outer, inner),
    );
  return parsed
    .filter(({ prefix }) => !isInAnother(prefix))
    .map(({ text }) => text);
}
