import { SessionAction, SessionStanding } from '../SessionAction';
import { ActionOrder } from './ActionOrder';
import { BirdHand } from './BirdHand';
import { GobgpHand } from './GobgpHand';

/** One connection with the right to act on one session. */
export interface RouterHand {
  /** @throws RouteSourceError also when the router has no such session. */
  look(signal: AbortSignal): Promise<SessionStanding>;
  /** Exactly one command. @throws RouteSourceError unless the daemon confirmed it. */
  act(
    action: SessionAction,
    reason: string,
    signal: AbortSignal,
  ): Promise<string>;
  close(): void;
}

/** The hand for an order. @throws RouteSourceError for a session no hand can name. */
export function openHand(
  order: Pick<ActionOrder, 'router' | 'session' | 'endpoint'>,
): RouterHand {
  const { endpoint } = order;
  return endpoint.driver === 'bird'
    ? new BirdHand(order, endpoint)
    : new GobgpHand(order, endpoint);
}
