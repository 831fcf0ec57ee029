import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { isError, ServiceUnavailableError } from '@backstage/errors';
import { BgpClient } from '@orion/backstage-plugin-orion-bgp-common';
import { SessionInput } from '../input';
import { countsBefore, PastCount } from './countsBefore';

const PLUGIN_ID = 'orion-bgp';
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

/** Asks the plugin that watches the routers, as the pipeline itself. */
export class HttpSessionPast implements SessionPast {
  readonly #auth: AuthService;
  readonly #client: BgpClient;

  constructor(deps: { auth: AuthService; discovery: DiscoveryService }) {
    this.#auth = deps.auth;
    this.#client = new BgpClient({
      discoveryApi: deps.discovery,
      fetchApi: {
        fetch: (input, init) =>
          fetch(input, { ...init, signal: AbortSignal.timeout(DEADLINE_MS) }),
      },
    });
  }

  async find({
    router,
    session,
  }: Pick<SessionInput, 'router' | 'session'>): Promise<PastCount[]> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: PLUGIN_ID,
    });
    try {
      for (const hours of RANGES_HOURS) {
        const counts = countsBefore(
          await this.#client.getCounters(
            { router, session },
            { hours },
            { token },
          ),
        );
        if (counts.length > 0) {
          return counts;
        }
      }
      return [];
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') {
        return [];
      }
      throw new ServiceUnavailableError(
        `What ${session} on ${router} had before is not known: the plugin ${PLUGIN_ID} does not answer: ${
          isError(error) ? error.message : error
        }`,
      );
    }
  }
}
