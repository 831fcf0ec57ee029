import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { RouterReading } from '../../routes/RouteSource';
import { findInside } from '../../services/findInside';
import { speaksOutside } from '../lastPath/isWayOut';
import { ActionRouter } from '../readActionsConfig';

/** How what the new router chooses reaches the kernel, which the old one writes. */
export interface InsideFeed {
  /** The old router. */
  router: string;
  /** Its session with the new one; absent where none is up. */
  session?: SessionReading;
  /** Families that come to the kernel by nothing else. */
  families: string[];
}

/**
 * A family in which the old router still speaks with somebody outside is left out:
 * what the new one then hands over is not all of it.
 */
export function insideFeed(
  router: Pick<ActionRouter, 'id' | 'standIns'>,
  from: Pick<RouterReading, 'parts' | 'sessions'>,
  to: Pick<RouterReading, 'parts' | 'identity'>,
): InsideFeed {
  const writes = ({ parts }: Pick<RouterReading, 'parts'>) =>
    parts.fibWriters.filter(({ up }) => up).map(({ family }) => family);
  const there = new Set(writes(to));
  const outside = new Set(
    from.sessions
      // What restarts is handed on all the same, or is to be again in a moment.
      .filter(session => speaksOutside(router, session))
      .flatMap(({ families }) => families.filter(({ up }) => up))
      .map(({ family }) => family),
  );
  return {
    router: router.id,
    session: findInside(from.sessions, to.identity.routerId),
    families: writes(from).filter(
      family => !there.has(family) && !outside.has(family),
    ),
  };
}
