import { askLine, openSsh, SshTarget } from '@orion/engines/ssh';
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
   * @throws RouteSourceError unless it watches; `closed` where it may all the same.
   */
  async guard(
    id: string,
    seconds: number,
    command: string,
    signal: AbortSignal,
  ): Promise<void> {
    const not = `${
      this.#router
    } does not watch over the action by itself, so nothing was done`;
    const line = `orion guard ${id} ${seconds} ${command}`;
    const answer = await this.#ask(line, not, signal);
    if (!answer.startsWith(TAKEN)) {
      throw new RouteSourceError('refused', `${not}: ${answer.slice(5, 205)}`);
    }
  }

  /** @throws RouteSourceError when it does not answer; then nothing is known. */
  async release(
    id: string,
    signal: AbortSignal,
  ): Promise<'released' | 'undone'> {
    const not = `${this.#router} does not say whether it took the action back`;
    const answer = await this.#ask(`orion release ${id}`, not, signal);
    // Whoever does not know the command never guarded anything.
    return answer.startsWith(UNDONE) ? 'undone' : 'released';
  }

  async #ask(
    line: string,
    problem: string,
    signal: AbortSignal,
  ): Promise<string> {
    const fail = (kind: 'connect' | 'closed') => (error: Error) => {
      throw new RouteSourceError(kind, `${problem}: ${error.message}`, {
        cause: error,
      });
    };
    const stream = await openSsh(this.#ssh, signal).catch(fail('connect'));
    return askLine(stream, line, signal).catch(fail('closed'));
  }
}
