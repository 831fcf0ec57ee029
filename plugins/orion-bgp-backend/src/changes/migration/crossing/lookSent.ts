import { RouteSource } from '../../../routes/RouteSource';
import { isCertainLeak } from '../../judgeLeaks';
import { ExportsApart, readExportsApart } from '../../readExportsApart';
import { SendingStep } from './CrossingOrder';

/**
 * What goes out over a session now, as its router says itself; read no further than to
 * the first route that is too many. Answers an Error where nobody knows.
 */
export async function lookSent(
  source: RouteSource,
  { sends, session }: Pick<SendingStep, 'sends' | 'session'>,
  signal: AbortSignal,
): Promise<ExportsApart | Error> {
  try {
    const reading = await source.readRouter({ signal });
    // Of what the neighbors are nothing is asked: how much went out before is known.
    const config = { relations: new Map() };
    return await readExportsApart(
      config,
      source,
      reading,
      session,
      signal,
      seen => isCertainLeak(sends.foreign, seen),
    );
  } catch (error) {
    // A router that makes a long list for somebody else answers later.
    return error instanceof Error ? error : new Error(String(error));
  }
}
