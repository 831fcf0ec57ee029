import { ActionOrder, isPrefixOrder } from './ActionOrder';
import { GobgpPrefixHand } from './GobgpPrefixHand';
import { openSessionHand } from './openSessionHand';
import { SessionRouterHand } from './SessionRouterHand';
import { RouteSourceError } from '../../routes/RouteSourceError';

/** How the target of an order stands. */
export interface HandSight {
  /** A whole sentence. */
  text: string;
  /** The action has nothing left to do. */
  done: boolean;
  /** There is nothing of it to take back. */
  undone: boolean;
}

/** One connection with the right to act on the one target of an order. */
export interface RouterHand {
  /** False where the action leaves nothing to take back. */
  readonly undoable: boolean;
  /** @throws RouteSourceError also when the router has no such target. */
  look(signal: AbortSignal): Promise<HandSight>;
  /** Exactly one command. @throws RouteSourceError unless the daemon confirmed it. */
  act(signal: AbortSignal): Promise<string>;
  /** The command that takes it back. */
  undo(signal: AbortSignal): Promise<string>;
  /**
   * Has the router itself take it back after so long, beside whoever watches here.
   * False where it cannot. @throws RouteSourceError where it should and does not.
   */
  guard?(id: string, seconds: number, signal: AbortSignal): Promise<boolean>;
  /** Ends that; `undone` where the router was first. */
  release?(id: string, signal: AbortSignal): Promise<'released' | 'undone'>;
  close(): void;
}

/** The hand for an order. @throws RouteSourceError for a target no hand can name. */
export function openHand(order: ActionOrder): RouterHand {
  const { endpoint, router } = order;
  if (isPrefixOrder(order)) {
    if (endpoint.driver !== 'gobgp') {
      throw new RouteSourceError(
        'refused',
        `${router} is no GoBGP: its prefixes are those of its configuration`,
      );
    }
    return new GobgpPrefixHand(order, endpoint);
  }
  return new SessionRouterHand(order, openSessionHand(order, endpoint));
}
