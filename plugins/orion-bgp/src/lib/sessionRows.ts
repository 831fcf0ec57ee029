import {
  Session,
  SessionFamily,
} from '@orion/backstage-plugin-orion-bgp-common';
import { StatusWord } from '@orion/backstage-plugin-orion-react';
import { isTight } from './headroom';
import { intentProblem } from './intentMatters';
import { sessionStatus } from './sessionStatus';

/** A session in one address family: what counters and limits are about. */
export interface SessionRow {
  key: string;
  session: Session;
  /** Absent when the daemon lists none. */
  family?: SessionFamily;
  word: StatusWord;
}

const order: Partial<Record<StatusWord, number>> = {
  down: 0,
  notExchanged: 0,
  unknown: 2,
  connecting: 3,
  established: 4,
  disabled: 5,
  notFound: 6,
};

/** From here on nobody has to look. */
const CALM = 4;

/** Problems first, then by router and name: what is wrong is on top. */
export function sessionRows(sessions: Session[], now: number): SessionRow[] {
  const rows = sessions.flatMap(session => {
    const word = sessionStatus(session, now);
    // A session that is up with the other family alone carries nothing of this one.
    const wordOf = (family?: SessionFamily): StatusWord =>
      word === 'established' && family && !family.up ? 'notExchanged' : word;
    const families =
      session.families.length > 0 ? session.families : [undefined];
    return families.map(family => ({
      key: JSON.stringify([session.router, session.name, family?.family]),
      session,
      family,
      word: wordOf(family),
    }));
  });
  return rows.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      a.session.router.localeCompare(b.session.router) ||
      a.session.name.localeCompare(b.session.name),
  );
}

function rank({ session, word, family }: SessionRow): number {
  if (
    word === 'established' &&
    (session.restarting || isTight(family?.importLimit))
  ) {
    return 1;
  }
  // Off or on as nobody decided it: that asks for somebody, however calm its word is.
  const found = Math.min(order[word] ?? 2, session.drift ? 1 : Infinity);
  // What is not as NetBox has it is nothing that is well, and among equals comes first.
  return intentProblem(session) ? Math.min(found, CALM) - 0.5 : found;
}
