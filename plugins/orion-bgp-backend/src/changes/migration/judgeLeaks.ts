import { ProbeResult } from '@orion/backstage-plugin-orion-changes-node';
import { ForeignExports } from '../SessionTools';
import { probe } from '../verifyTwice';

/** Of what goes out to a customer; routes move. */
const MAY_GROW = 0.1;

/**
 * Whether more of other networks goes out over a session than went out before: to a
 * transit or a peer nothing does, and whatever did would make this network a way
 * between the two. Fails at once, as every second of it counts.
 *
 * @param before - how much went out over the session that spoke before; undefined
 * where none did, and nothing is known
 */
export function judgeLeaks(
  session: string,
  before: number | undefined,
  { count, examples }: ForeignExports,
): ProbeResult {
  if (before === undefined) {
    return probe(
      'leaks',
      'pass',
      `${session} sends ${count} routes of other networks; nobody knows how many went out before.`,
    );
  }
  return count > before + before * MAY_GROW
    ? probe(
        'leaks',
        'fail',
        `${session} sends ${count} ${
          count === 1 ? 'route' : 'routes'
        } of other networks, and ${before} went out before: ${examples.join(
          ', ',
        )}${count > examples.length ? ' and others' : ''}.`,
      )
    : probe(
        'leaks',
        'pass',
        `Over ${session} goes no more of other networks than before.`,
      );
}
