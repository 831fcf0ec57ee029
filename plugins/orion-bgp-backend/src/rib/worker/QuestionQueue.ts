import { ServiceUnavailableError } from '@backstage/errors';

/** At the ten milliseconds a search has, more have no answer before their deadline. */
const MAX_WAITING = 500;

/**
 * Questions of people on their way to the worker, one at a time: what is posted
 * there is worked off in order, so whatever else is asked has to wait for one of
 * them and not for all. A question nobody waits for any more leaves from here
 * before it costs anything.
 */
export class QuestionQueue {
  readonly #maxWaiting: number;
  /** By number, in the order they were asked. */
  readonly #waiting = new Map<number, () => void>();
  #running: number | undefined;

  constructor(maxWaiting = MAX_WAITING) {
    this.#maxWaiting = maxWaiting;
  }

  /**
   * @param post - called once it is the question's turn, at once when none is before it
   * @throws ServiceUnavailableError when too many wait.
   */
  add(id: number, post: () => void): void {
    if (this.#running === undefined) {
      this.#running = id;
      post();
      return;
    }
    const waiting = this.#waiting.size;
    if (waiting >= this.#maxWaiting) {
      throw new ServiceUnavailableError(
        `The route index has ${waiting} questions waiting, and takes no more: ask again later`,
      );
    }
    this.#waiting.set(id, post);
  }

  /** Nobody waits for it any more. One that was posted keeps its turn until it is done. */
  drop(id: number): void {
    this.#waiting.delete(id);
  }

  /** The worker is through with it, whoever else it was busy for. */
  done(id: number): void {
    if (this.#running !== id) {
      return;
    }
    this.#running = undefined;
    for (const [next, post] of this.#waiting) {
      this.#waiting.delete(next);
      this.#running = next;
      post();
      return;
    }
  }

  /** The worker ends. Returns what is never posted, and what it was asked is done. */
  clear(): number[] {
    const waiting = [...this.#waiting.keys()];
    this.#waiting.clear();
    this.#running = undefined;
    return waiting;
  }
}
