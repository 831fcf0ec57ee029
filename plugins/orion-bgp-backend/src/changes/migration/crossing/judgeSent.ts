import { judgeLeaks } from '../../judgeLeaks';
import { ExportsApart } from '../../readExportsApart';
import { SendingStep } from './CrossingOrder';

const NAMED = 5;

/** What goes out that must not: no second of it is to be waited. */
export class SentTooMuchError extends Error {}

/**
 * Holds what goes out to what the session before sent. Answers what lacks yet, as the
 * end of a sentence, and undefined where nothing does.
 *
 * @throws SentTooMuchError for more of other networks, or an own prefix more
 */
export function judgeSent(
  { router, sends, session }: Pick<SendingStep, 'router' | 'sends' | 'session'>,
  found: ExportsApart,
): string | undefined {
  const { announces, foreign } = sends;
  const title = `Session ${session} on ${router}`;
  const leak = judgeLeaks(title, foreign, found.foreign);
  if (leak.verdict === 'fail') {
    throw new SentTooMuchError(leak.message);
  }
  const extra = found.own.filter(prefix => !announces.includes(prefix));
  if (extra.length > 0) {
    throw new SentTooMuchError(
      `${title} announces ${some(extra)}, which the session before did not`,
    );
  }
  const missing = announces.filter(prefix => !found.own.includes(prefix));
  return missing.length > 0
    ? `${title} does not announce ${some(missing)}`
    : undefined;
}

function some(prefixes: string[]): string {
  const more = prefixes.length - NAMED;
  return `${prefixes.slice(0, NAMED).join(', ')}${
    more > 0 ? ` and ${more} more` : ''
  }`;
}
