import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { parsePrefix } from '../../routes/addresses';
import { RouteSource } from '../../routes/RouteSource';
import { MAX_SENT_PREFIXES, toSentRoute } from '../../routes/toSentRoute';
import { SentSession, tellSent, ToldRoute } from '../../services/sent/tellSent';

/** How a neighbor is told of an own prefix, for the facts of a change. */
export type Told = Pick<ToldRoute, 'asSent' | 'prefix' | 'values'>;

/**
 * How a neighbor is told of own prefixes. Undefined where that is not known, which
 * keeps nobody from a way back.
 */
export async function readTold(
  source: RouteSource,
  session: SentSession & Pick<SessionReading, 'name'>,
  prefixes: string[],
  signal: AbortSignal,
): Promise<Told[] | undefined> {
  if (!source.lookupExports || prefixes.length > MAX_SENT_PREFIXES) {
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
    : told.map(({ asSent, prefix, values }) => ({ asSent, prefix, values }));
}
