import { randomUUID } from 'node:crypto';
import { openSessionHand } from '../../actor/openSessionHand';
import { readWhole, writeWhole } from '../../actor/wholeFile';
import { GuardsOverError, isGuardOver } from '../../GuardsOverError';
import { holdsGuards } from '../../holdsGuards';
import { CrossingOrder, CrossingStep, longestMs } from './CrossingOrder';

const FILE = 'guards.json';
const DEADLINE_MS = 15_000;
/** Routers refuse to watch for longer. */
const LONGEST_SECONDS = 7200;
/** After whoever watches here, who knows more; and the new one is silent before the old one speaks. */
const LATER_SECONDS = { silence: 60, speak: 120 };
/** After its time a router that is silent has taken its step, or is dead and forgot it. */
const SPENT_MS = 180_000;

/** A step that its router takes by itself, unless it is told not to in time. */
export interface CrossingGuard
  extends Pick<CrossingStep, 'router' | 'session' | 'verb'> {
  id: string;
  /** When its router takes it at the latest; absent of one that was kept before. */
  dueAt?: string;
}

/** What leads back for one neighbor: the new speaker's silence, where it was silent before, and the old one's voice. */
export interface WayBack {
  silence?: CrossingStep;
  speak: CrossingStep;
}

/**
 * Has the routers themselves lead a crossing back when nobody of ORION is left
 * to do it. Each session is given back by its own router, in the order of the
 * way back and a minute apart: the new speaker's is silenced, then the old one's
 * may speak.
 *
 * Where only the old speaker's router can do that, its guard ends as soon as the
 * new speaker is proven: from then on it would let two speak, and without it one
 * does. A new speaker is never silenced by a router unless another one lets the
 * old speaker speak. Where the old speaker's router can do nothing, the new one's
 * is told to speak before the old one falls silent: the crossing is then ended
 * and not undone, but nobody is left with none.
 */
export class CrossingGuards {
  readonly #dir: string;
  readonly #order: CrossingOrder;
  readonly #ways: WayBack[];
  readonly #dueAt: number;
  readonly #later: typeof LATER_SECONDS;
  #open: CrossingGuard[] = [];

  /** @throws Error where a router that should watch could not do so for long enough. */
  constructor(
    dir: string,
    order: CrossingOrder,
    { longest, later } = { longest: longestMs(order), later: LATER_SECONDS },
  ) {
    this.#dir = dir;
    this.#later = later;
    this.#order = order;
    this.#ways = waysBack(order.restore);
    this.#dueAt = performance.now() + longest;
    const seconds = Math.ceil(longest / 1000) + this.#later.speak;
    const guarded = Object.values(order.endpoints).some(holdsGuards);
    if (guarded && seconds > LONGEST_SECONDS) {
      throw new Error(
        `A router would have to watch over it for ${seconds} s, and does for ${LONGEST_SECONDS} s at most: nothing was done. Move fewer sessions at once`,
      );
    }
  }

  /** Before a step. Answers what was armed. @throws RouteSourceError, and nothing was done. */
  async before(step: CrossingStep): Promise<CrossingGuard | undefined> {
    const way = this.#wayOf(step);
    if (!way) {
      return undefined;
    }
    if (step.verb === 'disable') {
      const next = this.#nextSpeaker(step, way);
      return this.#isOpen(way.speak)
        ? undefined
        : (await this.#arm(way.speak, this.#later.speak)) ??
            (next && this.#arm(next, this.#later.speak));
    }
    const begins = isSame(way.silence, step);
    return begins && this.#isOpen(way.speak) && !this.#isOpen(way.silence!)
      ? this.#arm(way.silence!, this.#later.silence)
      : undefined;
  }

  /**
   * After a step was proven. Answers what must not happen any more, and was told so.
   * @throws Error where the router was first.
   */
  async after(step: CrossingStep): Promise<CrossingGuard | undefined> {
    const way = this.#wayOf(step);
    if (step.verb !== 'enable' || !way) {
      return undefined;
    }
    const done = this.#findOpen(step);
    const takesOver = isSame(way.silence, step) && !this.#isOpen(way.silence!);
    const guard = done ?? (takesOver ? this.#findOpen(way.speak) : undefined);
    if (!guard) {
      return undefined;
    }
    const first = (await releaseOne(this.#order, guard)) === 'undone';
    // One that did what the step wanted was no nuisance.
    if (first && guard !== done) {
      throw new Error(takenBackText(guard));
    }
    await this.#keep(this.#open.filter(one => one !== guard));
    return guard;
  }

  async #arm(
    { router, session, verb }: CrossingStep,
    laterSeconds: number,
  ): Promise<CrossingGuard | undefined> {
    const endpoint = this.#order.endpoints[router];
    if (!holdsGuards(endpoint)) {
      return undefined;
    }
    // By one moment for all, so that their order holds.
    const left = this.#dueAt - performance.now();
    const seconds = Math.max(1, Math.ceil(left / 1000) + laterSeconds);
    const dueAt = new Date(Date.now() + seconds * 1000).toISOString();
    const guard = { id: randomUUID(), router, session, verb, dueAt };
    // Before it is armed: whoever confirms has to know of it.
    await this.#keep([...this.#open, guard]);
    const hand = openSessionHand(guard, endpoint);
    try {
      const signal = AbortSignal.timeout(DEADLINE_MS);
      await hand.guard!(guard.id, seconds, { verb }, signal);
      return guard;
    } finally {
      hand.close();
    }
  }

  async #keep(guards: CrossingGuard[]): Promise<void> {
    this.#open = guards;
    await writeWhole(this.#dir, FILE, { guards });
  }

  #wayOf(step: CrossingStep): WayBack | undefined {
    return this.#ways.find(
      ({ silence, speak }) => isSame(silence, step) || isSame(speak, step),
    );
  }

  /** Who is to speak after this one fell silent, where that is not who spoke before. */
  #nextSpeaker(
    step: CrossingStep,
    { silence }: WayBack,
  ): CrossingStep | undefined {
    const { steps } = this.#order;
    const at = steps.findIndex(
      one => one.verb === step.verb && isSame(one, step),
    );
    return steps
      .slice(at + 1)
      .find(one => one.verb === 'enable' && isSame(silence, one));
  }

  #findOpen(step: CrossingStep): CrossingGuard | undefined {
    return this.#open.find(one => one.verb === step.verb && isSame(one, step));
  }

  #isOpen(step: CrossingStep): boolean {
    return this.#findOpen(step) !== undefined;
  }
}

/**
 * Ends what routers would still do by themselves. Silence first: whoever dies in
 * between leaves two that may speak, and not none. Answers the guards that were
 * first; where one was silenced, the other one is still to speak by itself. Long
 * after its time the silence of a dead router keeps nobody from asking the other one.
 *
 * @param silent - routers that need not answer, where nothing depends on them any more
 * @throws RouteSourceError when another one does not answer; then nothing is known.
 * GuardsOverError where by now those that do not can do nothing any more.
 */
export async function releaseCrossing(
  dir: string,
  order: Pick<CrossingOrder, 'endpoints'>,
  silent: string[] = [],
): Promise<CrossingGuard[]> {
  const guards = await readGuards(dir);
  const undone: CrossingGuard[] = [];
  let problem: unknown;
  let past: unknown;
  const over: string[] = [];
  for (const verb of ['disable', 'enable'] as const) {
    for (const guard of guards.filter(one => one.verb === verb)) {
      try {
        if ((await releaseOne(order, guard)) === 'undone') {
          undone.push(guard);
        } else if (silent.includes(guard.router)) {
          await forgetGuard(dir, guard);
        }
      } catch (error) {
        // The others of this kind are released all the same.
        if (silent.includes(guard.router)) {
          continue;
        }
        if (isGuardOver(guard.dueAt)) {
          over.push(guard.router);
        } else if (verb === 'disable' && isSpent(guard)) {
          past = error;
        } else {
          problem = error;
        }
      }
    }
    if (problem) {
      throw problem;
    }
    if (undone.length > 0) {
      // Whoever silenced one must let the other speak, or nobody does.
      return undone;
    }
  }
  if (past) {
    // The other one did nothing: what the silent one did is not known.
    throw past;
  }
  if (over.length > 0) {
    throw new GuardsOverError(over);
  }
  return undone;
}

/** Its router has taken the step by now, or is dead and forgot it. */
export function isSpent({ dueAt }: CrossingGuard): boolean {
  return dueAt !== undefined && Date.now() > Date.parse(dueAt) + SPENT_MS;
}

/** What routers were told to do by themselves, and not yet not to. */
export async function readGuards(dir: string): Promise<CrossingGuard[]> {
  const kept = await readWhole<{ guards: CrossingGuard[] }>(dir, FILE);
  return kept?.guards ?? [];
}

/** It was told not to: nobody has to be told any more that it may. */
export async function forgetGuard(
  dir: string,
  guard: CrossingGuard,
): Promise<void> {
  const guards = await readGuards(dir);
  await writeWhole(dir, FILE, {
    guards: guards.filter(({ id }) => id !== guard.id),
  });
}

/** A whole sentence. */
export function takenBackText({ router, session, verb }: CrossingGuard) {
  return `${router} ${verb}d ${session} by itself: nobody confirmed it there in time.`;
}

/** @throws RouteSourceError where its router does not answer */
export async function releaseOne(
  { endpoints }: Pick<CrossingOrder, 'endpoints'>,
  guard: CrossingGuard,
): Promise<'released' | 'undone'> {
  const hand = openSessionHand(guard, endpoints[guard.router]);
  try {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    return await hand.release!(guard.id, signal);
  } finally {
    hand.close();
  }
}

/** The way back silences whoever took over right before it lets the other one speak. */
export function waysBack(restore: CrossingStep[]): WayBack[] {
  return restore.flatMap((speak, index) => {
    const before = restore[index - 1];
    return speak.verb === 'enable'
      ? [{ speak, silence: before?.verb === 'disable' ? before : undefined }]
      : [];
  });
}

/** The same session of the same router. */
export function isSame(
  a: { router: string; session: string } | undefined,
  b: { router: string; session: string },
): boolean {
  return a?.router === b.router && a.session === b.session;
}
