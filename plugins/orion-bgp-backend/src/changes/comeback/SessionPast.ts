import { isError } from '@backstage/errors';
import { PluginCallDeps } from '../../clients/askPlugin';
import { BgpPlugin } from '../../clients/BgpPlugin';
import { SessionInput } from '../input';
import { countsBefore, PastCount } from './countsBefore';
import { knownLocalAddress, LocalAddress } from './LocalAddress';

const DEADLINE_MS = 10_000;
/** A day by the minute; then as far back as counters are kept. */
const RANGES_HOURS = [24, 2160];

/** What sessions had while they were up. */
export interface SessionPast {
  /**
   * The routes of a session before it went down, empty where it was never seen
   * up. @throws ServiceUnavailableError
   */
  find(session: Pick<SessionInput, 'router' | 'session'>): Promise<PastCount[]>;
  /**
   * What a session speaks from that does not tell itself, undefined where nobody
   * knows. @throws ServiceUnavailableError
   */
  findLocalAddress(
    session: Pick<SessionInput, 'router' | 'session'>,
  ): Promise<LocalAddress | undefined>;
}

/** As the plugin kept its counters. */
export class HttpSessionPast implements SessionPast {
  readonly #plugin: BgpPlugin;

  /** @param deadlineMs - of one call */
  constructor(deps: PluginCallDeps, deadlineMs = DEADLINE_MS) {
    this.#plugin = new BgpPlugin(deps, { deadlineMs });
  }

  async find({
    router,
    session,
  }: Pick<SessionInput, 'router' | 'session'>): Promise<PastCount[]> {
    const credentials = await this.#plugin.credentials();
    try {
      for (const hours of RANGES_HOURS) {
        const history = await this.#plugin.client.getCounters(
          { router, session },
          { hours },
          credentials,
        );
        if (!Array.isArray(history?.series)) {
          throw new Error('it answered with something else than counters');
        }
        const counts = countsBefore(history);
        if (counts.length > 0) {
          return counts;
        }
      }
      return [];
    } catch (error) {
      if (isUnknown(error)) {
        return [];
      }
      throw this.#plugin.silent(
        `What ${session} on ${router} had before`,
        error,
      );
    }
  }

  async findLocalAddress({
    router,
    session,
  }: Pick<SessionInput, 'router' | 'session'>): Promise<
    LocalAddress | undefined
  > {
    const credentials = await this.#plugin.credentials();
    try {
      const detail = await this.#plugin.client.getSession(
        { router, session },
        credentials,
      );
      if (detail?.name !== session || detail.router !== router) {
        throw new Error('it answered with something else than the session');
      }
      // Of one that was gone, and of what has its name now, it says nothing.
      return detail.gone ? undefined : knownLocalAddress(detail);
    } catch (error) {
      if (isUnknown(error)) {
        return undefined;
      }
      throw this.#plugin.silent(
        `What ${session} on ${router} speaks from`,
        error,
      );
    }
  }
}

/** The client wraps what the plugin said. */
function isUnknown(error: unknown): boolean {
  const said = isError(error) ? error.cause : undefined;
  return isError(said) && said.name === 'NotFoundError';
}
