import { RouterEndpoint } from '../../config';
import { BirdHand } from './BirdHand';
import { GobgpHand } from './GobgpHand';
import type { SessionHand } from './SessionRouterHand';

/** The hand for a session. @throws RouteSourceError for a session no hand can name. */
export function openSessionHand(
  target: { router: string; session: string },
  endpoint: RouterEndpoint,
): SessionHand {
  return endpoint.driver === 'bird'
    ? new BirdHand(target, endpoint)
    : new GobgpHand(target, endpoint);
}
