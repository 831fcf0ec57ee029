import { SessionAction, SessionStanding } from '../SessionAction';
import { ActionOrder } from './ActionOrder';
import { BirdHand } from './BirdHand';

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

/** The hand for an order. */
export async function openHand(order: ActionOrder): Promise<RouterHand> {
  const { endpoint } = order;
  if (endpoint.driver === 'bird') {
    return new BirdHand(order, endpoint);
  }
  // gRPC takes longer to load than BIRD takes to answer.
  const { GobgpHand } = await import('./GobgpHand');
  return new GobgpHand(order, endpoint);
}
