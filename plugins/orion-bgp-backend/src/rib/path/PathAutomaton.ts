import { segmentTypes } from '../../attributes/attributeTypes';
import { readWord } from '../pool/asPathBytes';
import { WorkBudget } from '../pool/WorkBudget';
import { PathProgram } from './PathProgram';

/** States kept; when there are more, they are forgotten and found again. */
const MAX_STATES = 2000;
/** Patterns like `.*6939.{200}` have no small automaton. */
const ADVICE =
  'the AS path pattern takes too long: name an AS in it, or repeat less';

/**
 * Runs a pattern over paths in time proportional to their length: a
 * deterministic automaton whose states are made when first needed. A set counts
 * as one position and fits when any of its members does, as in BIRD.
 */
export class PathAutomaton {
  readonly #program: PathProgram;
  readonly #budget: WorkBudget;
  #states: State[] = [];
  #byKey = new Map<string, State>();
  #start: State;

  /** Spends of the budget for each path, and to find states. */
  constructor(program: PathProgram, budget: WorkBudget) {
    this.#program = program;
    this.#budget = budget;
    this.#start = this.#state(this.#close([program.first], true, false), true);
  }

  /**
   * `bytes[from..to]` is the value of AS_PATH.
   *
   * @throws SearchTooCostlyError
   */
  matches(bytes: Uint8Array, from: number, to: number): boolean {
    this.#budget.spend(1, ADVICE);
    let state = this.#start;
    let at = from;
    while (at + 2 <= to && !state.matched) {
      const type = bytes[at];
      const end = Math.min(to, at + 2 + 4 * bytes[at + 1]);
      at += 2;
      if (type === segmentTypes.set || type === segmentTypes['confed-set']) {
        state = at < end ? this.#stepSet(state, bytes, at, end) : state;
      } else {
        for (; at + 4 <= end && !state.matched; at += 4) {
          state = this.#step(state, this.#classOf(readWord(bytes, at)));
        }
      }
      at = end;
    }
    return state.matched || state.matchesAtEnd;
  }

  #step(state: State, asnClass: number): State {
    const known = state.next[asnClass];
    if (known) {
      return known;
    }
    const next = this.#state(this.#move(state, [asnClass]), false);
    state.next[asnClass] = next;
    return next;
  }

  #stepSet(state: State, bytes: Uint8Array, from: number, to: number): State {
    const classes = new Set<number>();
    for (let at = from; at + 4 <= to; at += 4) {
      classes.add(this.#classOf(readWord(bytes, at)));
    }
    return classes.size === 1
      ? this.#step(state, [...classes][0])
      : this.#state(this.#move(state, [...classes]), false);
  }

  /** Steps reachable over one position whose ASNs are of these classes. */
  #move(state: State, classes: number[]): number[] {
    const { steps, fits, first } = this.#program;
    // What a set leads to is not kept: each of its classes is tried every time.
    this.#budget.spend((classes.length - 1) * state.steps.length, ADVICE);
    // The pattern may begin at any position.
    const next = [first];
    for (const place of state.steps) {
      const step = steps[place];
      if (step.op === 'asn' && classes.some(one => fits[one][step.atom])) {
        next.push(step.next);
      }
    }
    return this.#close(next, false, false);
  }

  /** Adds what is reached without an ASN; `atStart` and `atEnd` open the anchors. */
  #close(from: number[], atStart: boolean, atEnd: boolean): number[] {
    const { steps } = this.#program;
    const seen = new Set<number>();
    const open = [...from];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (seen.has(place)) {
        continue;
      }
      seen.add(place);
      const step = steps[place];
      if (step.op === 'split') {
        open.push(step.next, step.other);
      } else if (
        (step.op === 'start' && atStart) ||
        (step.op === 'end' && atEnd)
      ) {
        open.push(step.next);
      }
    }
    this.#budget.spend(seen.size, ADVICE);
    return [...seen].sort((a, b) => a - b);
  }

  #state(steps: number[], atStart: boolean): State {
    const key = `${atStart}${steps.join()}`;
    const known = this.#byKey.get(key);
    if (known) {
      return known;
    }
    if (this.#states.length >= MAX_STATES) {
      this.#forget();
    }
    const state: State = {
      steps,
      matched: steps[0] === 0,
      matchesAtEnd: this.#close(steps, atStart, true)[0] === 0,
      next: new Array(this.#program.classes.length).fill(undefined),
    };
    this.#states.push(state);
    this.#byKey.set(key, state);
    return state;
  }

  /** The state in hand stays valid, it only leads to new ones. */
  #forget(): void {
    this.#states = [this.#start];
    this.#byKey = new Map();
    this.#start.next.fill(undefined);
  }

  #classOf(asn: number): number {
    const { classes } = this.#program;
    let low = 0;
    let high = classes.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if (classes[middle] <= asn) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

interface State {
  steps: number[];
  /** Matched whatever follows: place 0 is the match. */
  matched: boolean;
  matchesAtEnd: boolean;
  next: (State | undefined)[];
}
