import { RouterEndpoint } from '../../config';
import { PrefixTarget } from '../prefix/PrefixAction';
import { SessionAction } from '../SessionAction';
import { readWhole, writeWhole } from './wholeFile';

/** Longer than whoever acts takes, coming up and arming included, in milliseconds. */
export const ACTOR_LASTS_MS = 60_000;

interface CommonOrder {
  /** Names the router in messages. */
  router: string;
  /** With the right to act; not the one it is read with. */
  endpoint: RouterEndpoint;
  /** Goes to the neighbor of a session (RFC 9003). */
  reason: string;
  /** The action is undone after this long unless it is confirmed. */
  revertAfterSeconds: number;
  /** Names the router's own undo; absent in orders of before there was one. */
  guardId?: string;
  /** Nothing is done that the router would not undo by itself; absent in older orders. */
  mustGuard?: boolean;
  /** Flags of node that the actor was started with. */
  execArgv: string[];
}

/** Acts on a session. */
export interface SessionOrder extends CommonOrder {
  session: string;
  action: SessionAction;
}

/** Acts on a prefix of the router's own. */
export interface PrefixOrder extends CommonOrder, PrefixTarget {}

/**
 * What the actor is told, in a file only its owner reads. An update of ORION
 * meets the orders of before it: what is there keeps its meaning.
 */
export type ActionOrder = SessionOrder | PrefixOrder;

const FILE = 'order.json';

export function isPrefixOrder(order: ActionOrder): order is PrefixOrder {
  return 'prefix' in order;
}

/** "session he_v6 on gw1" */
export function targetOf(order: ActionOrder): string {
  return isPrefixOrder(order)
    ? `prefix ${order.prefix} on ${order.router}`
    : `session ${order.session} on ${order.router}`;
}

/** What the revert does with the target: "enabled". */
export function undoneWord(order: ActionOrder): string {
  if (isPrefixOrder(order)) {
    return order.prefixAction.verb === 'announce' ? 'withdrawn' : 'announced';
  }
  return order.action.verb === 'disable' ? 'enabled' : 'disabled';
}

/** Writes the order of an action's folder, whole; one that nobody carried out is replaced. */
export async function writeOrder(
  dir: string,
  order: ActionOrder,
): Promise<void> {
  await writeWhole(dir, FILE, order);
}

/** Reads what {@link writeOrder} wrote. */
export async function readOrder(dir: string): Promise<ActionOrder> {
  return (await readWhole<ActionOrder>(dir, FILE))!;
}
