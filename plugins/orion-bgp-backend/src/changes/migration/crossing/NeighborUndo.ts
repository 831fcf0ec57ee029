import { openSessionHand } from '../../actor/openSessionHand';
import type { Reverted } from '../../actor/Verdict';
import { SessionStanding } from '../../SessionAction';
import {
  forgetGuard,
  isSame,
  isSpent,
  readGuards,
  releaseOne,
  WayBack,
} from './CrossingGuards';
import { CrossingOrder, CrossingStep } from './CrossingOrder';
import { findInstead } from './findInstead';
import { takeStep } from './takeStep';

const LOOK_MS = 10_000;

/** A session, as the report of an undo names it. */
export type NamedSession = NonNullable<Reverted['left']>[number];

/** What the undo of one neighbor needs to know of its crossing. */
export interface UndoneCrossing {
  dir: string;
  order: CrossingOrder;
  /** How many steps of the order are proven. */
  proven: number;
  /** Something went out that must not. */
  leaked: boolean;
  patience: { skip: number; instead: number };
}

/**
 * Leads one neighbor back to who spoke with it before, or to who speaks instead: where
 * the router of the first one cannot be asked, whoever took over goes on, or speaks
 * again, unless it sent what must not go out.
 */
export class NeighborUndo {
  /** Who speaks in the place of who spoke before. */
  instead?: CrossingStep;
  /**
   * The new speaker, where its router could not be asked to silence it; or who was off
   * before, where its router is dead by now.
   */
  left?: CrossingStep;
  /** Why something is left to do; undefined where nothing is. */
  problem?: string;
  /** Who may speak in the end; where it was off before, and something leaks, it may not. */
  readonly speak: CrossingStep;
  readonly #crossing: UndoneCrossing;
  readonly #silence?: CrossingStep;

  constructor(crossing: UndoneCrossing, { silence, speak }: WayBack) {
    this.#crossing = crossing;
    this.#silence = silence;
    this.speak =
      crossing.leaked && speak.wasOff
        ? { ...speak, verb: 'disable', until: 'down' }
        : speak;
  }

  /** One round of it. @param tried - for how long this has been tried, in milliseconds */
  async try(tried: number): Promise<void> {
    this.problem = undefined;
    try {
      await (this.instead ? this.#settle() : this.#leadBack(tried));
    } catch (error) {
      this.problem = note(error);
    }
  }

  async #leadBack(tried: number): Promise<void> {
    const { leaked, order, patience, proven } = this.#crossing;
    const other = leaked ? undefined : findInstead(order, this.speak, proven);
    this.left = undefined;
    try {
      if (other) {
        await this.#look(this.speak);
      }
      if (this.#silence) {
        await this.#restore(this.#silence).catch(error => {
          if (tried <= patience.skip) {
            throw error;
          }
          note(error);
          this.left = this.#silence;
        });
      }
      await this.#restore(this.speak);
    } catch (error) {
      const mayBeLeft = other !== undefined || this.speak.wasOff;
      if (!mayBeLeft || tried <= patience.instead) {
        throw error;
      }
      note(error);
      if (other) {
        await this.#takeOver(other);
      } else {
        this.left = this.speak;
      }
    }
  }

  async #takeOver(other: CrossingStep): Promise<void> {
    // What this one's router was to do by itself would silence it again.
    for (const guard of await this.#guardsOf(other, 'disable')) {
      await releaseOne(this.#crossing.order, guard).catch(error => {
        if (!isSpent(guard)) {
          throw error;
        }
        note(error);
      });
    }
    await this.#restore(other);
    this.instead = other;
    this.left = undefined;
    await this.#settle();
  }

  /**
   * The router of who spoke before may be cut off and not dead, and then it lets that
   * one speak by itself: it is told not to as soon as it can be asked, and until its
   * time is long over it is waited for. One that started anew forgot that it was to be
   * silent. Where it speaks there are two, and everything is led back after all.
   */
  async #settle(): Promise<void> {
    const { dir, order } = this.#crossing;
    let problem: unknown;
    for (const guard of await this.#guardsOf(this.speak, 'enable')) {
      try {
        if ((await releaseOne(order, guard)) === 'released') {
          await forgetGuard(dir, guard);
          continue;
        }
        throw new Error(`${guard.router} enables ${guard.session} by itself`);
      } catch (error) {
        note(error);
        // By then it has done so, or is dead.
        problem = isSpent(guard) ? problem : error;
      }
    }
    const seen = await this.#look(this.speak).catch(() => undefined);
    if (seen?.adminState === 'up') {
      this.instead = undefined;
      const { router, session } = this.speak;
      throw new Error(
        `${session} on ${router} is enabled again, so that two may speak`,
      );
    }
    if (problem) {
      throw problem;
    }
  }

  async #guardsOf(step: CrossingStep, verb: 'disable' | 'enable') {
    const guards = await readGuards(this.#crossing.dir);
    return guards.filter(one => one.verb === verb && isSame(one, step));
  }

  /** @throws Error where its router does not say how the session stands */
  async #look(step: CrossingStep): Promise<SessionStanding> {
    const { endpoints } = this.#crossing.order;
    const hand = openSessionHand(step, endpoints[step.router]);
    try {
      return await hand.look(AbortSignal.timeout(LOOK_MS));
    } finally {
      hand.close();
    }
  }

  #restore(step: CrossingStep): Promise<void> {
    const { order } = this.#crossing;
    return takeStep({ ...order, reason: 'not confirmed, undone' }, step, {
      mayGoOn: async () => true,
    });
  }
}

/** For whoever reads the run's log. Answers the message. */
export function note(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  return message;
}
