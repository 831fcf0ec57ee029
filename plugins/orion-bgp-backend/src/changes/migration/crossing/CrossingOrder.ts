import { RouterEndpoint } from '../../../config';
import { readWhole, writeWhole } from '../../actor/wholeFile';
import type { RoutesIn } from '../routesIn';

/** One action on one session, and how it is proven before the next one. */
export interface CrossingStep {
  /** Id of the router. */
  router: string;
  session: string;
  verb: 'disable' | 'enable';
  /**
   * Whether an enabled session has to come up, too, and has to bring routes: who is
   * moved next loses what only this one may have by then.
   */
  until: 'down' | 'enabled' | 'established' | 'carries';
  /** Of the session that spoke before; what comes in has to be as much of it. */
  routes?: RoutesIn[];
  /** Of the same; all of it has to go out, and no more of other networks. */
  sends?: { announces: string[]; foreign: number };
  /** Of a way back: it was off before, and stays on unless something leaks. */
  wasOff?: true;
}

/** One after which somebody speaks, whose list is held to that of who spoke before. */
export type SendingStep = CrossingStep & Required<Pick<CrossingStep, 'sends'>>;

/** What the crossing actor is told, in a file only its owner reads. */
export interface CrossingOrder {
  /** With the right to act, by id of the router. */
  endpoints: { [router: string]: RouterEndpoint };
  /**
   * With the right to read, by the same; who may act on a router need not see what it
   * announces.
   */
  readers: { [router: string]: RouterEndpoint };
  /** In this order, each proven before the next. */
  steps: CrossingStep[];
  /** What leads back to how it was, in this order. */
  restore: CrossingStep[];
  /** Goes to the neighbors (RFC 9003). */
  reason: string;
  /** After the last step it is undone after this long unless it is confirmed. */
  revertAfterSeconds: number;
  /** Flags of node that the actor was started with. */
  execArgv: string[];
}

const FILE = 'order.json';

/** Writes the order of a crossing's folder, whole; one that nobody carried out is replaced. */
export async function writeCrossing(
  dir: string,
  order: CrossingOrder,
): Promise<void> {
  await writeWhole(dir, FILE, order);
}

/** Reads what {@link writeCrossing} wrote. */
export async function readCrossing(dir: string): Promise<CrossingOrder> {
  return (await readWhole<CrossingOrder>(dir, FILE))!;
}

/**
 * How long a step may take; a neighbor that was told goodbye may wait a minute before
 * it calls again, and takes another one for a full table.
 */
export function patienceMs({ until }: Pick<CrossingStep, 'until'>): number {
  switch (until) {
    case 'carries':
      return 180_000;
    case 'established':
      return 120_000;
    default:
      return 15_000;
  }
}

/** How long own prefixes may take to go out once routes come in. */
export const SENDS_MS = 60_000;

/** Beside the waiting of a step: its guards, a router that is busy, and the last answer of each proof. */
const BESIDE_MS = 90_000;

/** As long as a crossing may take until somebody has to have confirmed it. */
export function longestMs({
  revertAfterSeconds,
  steps,
}: Pick<CrossingOrder, 'revertAfterSeconds' | 'steps'>): number {
  return (
    steps.reduce(
      (sum, step) =>
        sum + patienceMs(step) + (step.sends ? SENDS_MS : 0) + BESIDE_MS,
      0,
    ) +
    revertAfterSeconds * 1000
  );
}
