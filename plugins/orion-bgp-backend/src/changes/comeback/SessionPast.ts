import { isError } from '@backstage/errors';
import { PluginCallDeps } from '../../clients/askPlugin';
import { BgpPlugin } from '../../clients/BgpPlugin';
import { SessionInput } from '../input';
import { countsBefore, PastCount } from './countsBefore';

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
      // The client wraps what the plugin said.
      const said = isError(error) ? error.cause : undefined;
      if (isError(said) && said.name === 'NotFoundError') {
        return [];
      }
      throw this.#plugin.silent(
        `What ${session} on ${router} had before`,
        error,
      );
    }
  }
}
