import {
  SessionReading,
  WayBack,
} from '@orion/backstage-plugin-orion-bgp-common';
import { DecidedRow } from '../database/DecidedStore';
import { SharedNeighbor } from './sharedNeighbors';

type Sessions = Pick<SessionReading, 'name' | 'adminState'>[];
type Decided = Pick<
  DecidedRow,
  'router' | 'target' | 'name' | 'state' | 'decidedAt'
>;

/** What can be rolled back is read from. */
export interface WayBackFacts {
  shared: SharedNeighbor[];
  from: { id: string; sessions: Sessions };
  to: { id: string; sessions: Sessions };
  decided: Decided[];
}

/**
 * What a way back is for: sessions switched off on `from` whose neighbor `to` is
 * to speak with, whether it does or not. One that spoke with `to` already when
 * `from` was silenced keeps doing so; where that is not known it does not, so
 * that a pair of addresses never has two speakers.
 */
export function findWayBack({
  shared,
  from,
  to,
  decided,
}: WayBackFacts): WayBack[] {
  const find = (router: string, name: string) =>
    decided.find(
      one =>
        one.router === router && one.target === 'session' && one.name === name,
    );
  const isOff = (sessions: Sessions, name: string) =>
    sessions.find(session => session.name === name)?.adminState === 'down';
  return shared
    .filter(
      pair => isOff(from.sessions, pair.from) && !isOff(to.sessions, pair.to),
    )
    .map(pair => {
      const silenced = find(from.id, pair.from);
      const began = find(to.id, pair.to);
      const spokeBefore =
        !began ||
        (silenced &&
          Date.parse(began.decidedAt) < Date.parse(silenced.decidedAt));
      return {
        session: pair.from,
        byChange: silenced?.state === 'down',
        keepNew: silenced?.state === 'down' && Boolean(spokeBefore),
      };
    });
}
