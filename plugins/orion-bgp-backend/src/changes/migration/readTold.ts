import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { parsePrefix } from '../../routes/addresses';
import { RouteSource } from '../../routes/RouteSource';
import { toSentRoute } from '../../routes/toSentRoute';
import { tellSent, ToldRoute } from '../../services/sent/tellSent';

/** Each is a question of its own to some daemons. */
const MOST = 100;

/** How a neighbor is told of an own prefix, for the facts of a change. */
export type Told = Pick<ToldRoute, 'prefix' | 'values'>;

/**
 * How a neighbor is told of own prefixes. Undefined where that is not known, which
 * keeps nobody from a way back.
 */
export async function readTold(
  source: RouteSource,
  session: SessionReading,
  prefixes: string[],
  signal: AbortSignal,
): Promise<Told[] | undefined> {
  if (!source.lookupExports || prefixes.length > MOST) {
    return undefined;
  }
  const told: ToldRoute[] = [];
  try {
    await source.lookupExports({
      ...{ session: session.name, signal },
      prefixes: prefixes.map(prefix => parsePrefix(prefix)!),
      sink: route => void told.push(tellSent(toSentRoute(route), session)),
    });
  } catch {
    return undefined;
  }
  return told.some(({ doubt }) => doubt !== undefined)
    ? undefined
    : told.map(({ prefix, values }) => ({ prefix, values }));
}
