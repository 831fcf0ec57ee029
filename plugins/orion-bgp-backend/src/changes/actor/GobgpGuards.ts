import { askLine, SshTarget } from '@orion/engines/ssh';
import { RouteSourceError } from '../../routes/RouteSourceError';

/** `gobgp-guards`' answers. */
const TAKEN = '0000 ';
const UNDONE = '8001 ';

/** What a router with GoBGP takes back by itself, told to its forced command. */
export class GobgpGuards {
  readonly #router: string;
  readonly #ssh: SshTarget;

  constructor(router: string, ssh: SshTarget) {
    this.#router = router;
    this.#ssh = ssh;
  }

  /**
   * Has the router do a command of its grammar after so many seconds.
   * @throws RouteSourceError unless it watches.
   */
  async guard(
    id: string,
    seconds: number,
    command: string,
    signal: AbortSignal,
  ): Promise<void> {
    const line = `orion guard ${id} ${seconds} ${command}`;
    const answer = await askLine(this.#ssh, line, signal).catch(
      (error: Error) => `9999 ${error.message}`,
    );
    if (!answer.startsWith(TAKEN)) {
      throw new RouteSourceError(
        'refused',
        `${
          this.#router
        } does not watch over the action by itself, so nothing was done: ${answer.slice(
          5,
        )}`,
      );
    }
  }

  /** @throws RouteSourceError when it does not answer; then nothing is known. */
  async release(
    id: string,
    signal: AbortSignal,
  ): Promise<'released' | 'undone'> {
    const line = `orion release ${id}`;
    const answer = await askLine(this.#ssh, line, signal).catch(
      (error: Error) => {
        throw new RouteSourceError(
          'connect',
          `${this.#router} does not say whether it took the action back: ${
            error.message
          }`,
          { cause: error },
        );
      },
    );
    if (answer.startsWith(UNDONE)) {
      return 'undone';
    }
    if (answer.startsWith(TAKEN)) {
      return 'released';
    }
    throw new RouteSourceError(
      'refused',
      `${
        this.#router
      } does not say whether it took the action back: ${answer.slice(5)}`,
    );
  }
}
