import {
  isDone,
  opposite,
  SessionAction,
  SessionStanding,
} from '../SessionAction';
import type { SessionOrder } from './ActionOrder';
import type { HandSight, RouterHand } from './RouterHand';

const UNDO_REASON = 'not confirmed in time, undone';

/** One connection to a daemon with the right to act on one session. */
export interface SessionHand {
  look(signal: AbortSignal): Promise<SessionStanding>;
  act(
    action: SessionAction,
    reason: string,
    signal: AbortSignal,
  ): Promise<string>;
  /** Has the router itself do that when the time is over; absent or false where it cannot. */
  guard?(
    id: string,
    seconds: number,
    action: SessionAction,
    signal: AbortSignal,
  ): Promise<boolean>;
  /** Ends that; answers `undone` where it was too late. */
  release?(id: string, signal: AbortSignal): Promise<'released' | 'undone'>;
  close(): void;
}

/** A session's hand as the actor uses it. */
export class SessionRouterHand implements RouterHand {
  readonly #order: Pick<SessionOrder, 'action' | 'reason'>;
  readonly #hand: SessionHand;

  constructor(
    order: Pick<SessionOrder, 'action' | 'reason'>,
    hand: SessionHand,
  ) {
    this.#order = order;
    this.#hand = hand;
  }

  get undoable(): boolean {
    return opposite(this.#order.action) !== undefined;
  }

  async look(signal: AbortSignal): Promise<HandSight> {
    const standing = await this.#hand.look(signal);
    const { action } = this.#order;
    const back = opposite(action);
    return {
      text: `The session is ${standing.state}, administratively ${standing.adminState}.`,
      done: isDone(action, standing),
      undone: back !== undefined && isDone(back, standing),
    };
  }

  act(signal: AbortSignal): Promise<string> {
    const { action, reason } = this.#order;
    return this.#hand.act(action, reason, signal);
  }

  async undo(signal: AbortSignal): Promise<string> {
    const back = opposite(this.#order.action);
    return back ? this.#hand.act(back, UNDO_REASON, signal) : 'nothing';
  }

  async guard(
    id: string,
    seconds: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const back = opposite(this.#order.action);
    return back
      ? (await this.#hand.guard?.(id, seconds, back, signal)) ?? false
      : false;
  }

  async release(id: string, signal: AbortSignal) {
    return this.#hand.release?.(id, signal) ?? 'released';
  }

  close(): void {
    this.#hand.close();
  }
}
