import { ProbeResult } from '@orion/backstage-plugin-orion-changes-node';
import { MAX_OWN_EXPORTS } from './readExports';
import { ForeignExports, RouteTally } from './readExportsApart';
import { probe } from './verifyTwice';

/** Of what goes out to a customer; routes move. */
const MAY_GROW = 0.1;

/** One could be named, and these are. */
const ENOUGH_LEAKED = 3;

/** So much of other networks may go out where that much went out before. */
export function mayBeForeign(before: number): number {
  return before + before * MAY_GROW;
}

/**
 * A sentence where a plan is past that would hold a session to less than goes out
 * over it by now: its approval is void before anything is done, and nothing has to be
 * taken back.
 *
 * @param session - a title, in a sentence
 */
export function foreignGrown(
  session: string,
  planned: number,
  now = 0,
): string | undefined {
  return now > mayBeForeign(planned)
    ? `${routes(now)} of other networks ${
        now === 1 ? 'goes' : 'go'
      } out over ${session}, and when it was planned ${planned} did.`
    : undefined;
}

/**
 * The same without what customers sent: however much that became, it goes to everybody.
 * For what is held to a count of long ago, which had customers in it: where something
 * certainly leaks it is no room for that, and everything counts.
 */
export function besideCustomers<
  T extends Pick<ForeignExports, 'count' | 'beside' | 'leaked'>,
>(foreign: T): T {
  return foreign.leaked.count > 0 ? foreign : { ...foreign, ...foreign.beside };
}

/**
 * Whether what was read of a list is a leak however it goes on: whoever sees it reads
 * no further, as a list may have a full table.
 *
 * @param before - see {@link judgeLeaks}
 */
export function isCertainLeak(
  before: number | undefined,
  { count, leaked }: Pick<ForeignExports, 'count' | 'leaked'>,
): boolean {
  return before === undefined
    ? leaked.count >= ENOUGH_LEAKED
    : count > mayBeForeign(before);
}

/**
 * Whether more of other networks goes out over a session than went out before: to a
 * transit or a peer nothing does, and whatever did would make this network a way
 * between the two. Where nothing is known of before, what came from a provider or a
 * peer and goes to one is a leak however much it is (RFC 7908 §3), and so is
 * more than anybody has of their own. Fails at once, as every second of it counts.
 *
 * @param session - a title, to begin a sentence with
 * @param before - how much went out over the session that spoke before; undefined
 * where none did, and nothing is known
 */
export function judgeLeaks(
  session: string,
  before: number | undefined,
  { count, endedBy, examples, leaked }: ForeignExports,
): ProbeResult {
  if (endedBy === 'own') {
    return probe(
      'leaks',
      'fail',
      `${session} sends more than ${MAX_OWN_EXPORTS} routes as those of its own network, and nobody has so many.`,
    );
  }
  const atLeast = endedBy ? 'at least ' : '';
  if (before === undefined) {
    return leaked.count > 0
      ? fail(
          `${session} sends ${atLeast}${routes(
            leaked.count,
          )} of a provider or a peer to another one`,
          leaked,
        )
      : probe(
          'leaks',
          'pass',
          count === 0
            ? `${session} sends nothing of other networks.`
            : `${session} sends ${routes(
                count,
              )} of other networks; nobody knows how many went out before.`,
        );
  }
  return count > mayBeForeign(before)
    ? fail(
        `${session} sends ${atLeast}${routes(
          count,
        )} of other networks, and ${before} went out before`,
        { count, examples },
      )
    : probe(
        'leaks',
        'pass',
        `Over ${session} goes no more of other networks than before.`,
      );
}

function fail(what: string, found: RouteTally): ProbeResult {
  const { count, examples } = found;
  return probe(
    'leaks',
    'fail',
    `${what}: ${examples.join(', ')}${
      count > examples.length ? ' and others' : ''
    }.`,
  );
}

function routes(count: number): string {
  return `${count} ${count === 1 ? 'route' : 'routes'}`;
}
