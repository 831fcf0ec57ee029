/**
 * The command of a run could not be started at all.
 *
 * @public
 */
export class RunStartError extends Error {
  /** As the caller gave it, not resolved. */
  readonly command: string;
  /** `ENOENT`, `EACCES`, ... where known. */
  readonly code?: string;

  /** The message is `Cannot start "<command>": <reason>`. */
  constructor(command: string, reason: string, code?: string) {
    super(`Cannot start "${command}": ${reason}`);
    this.name = 'RunStartError';
    this.command = command;
    this.code = code;
  }
}
