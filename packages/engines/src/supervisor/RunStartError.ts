/**
 * The command of a run could not be started at all.
 *
 * @public
 */
export class RunStartError extends Error {
  readonly command: string;
  /** `ENOENT`, `EACCES`, ... where known. */
  readonly code?: string;

  constructor(command: string, reason: string, code?: string) {
    super(`Cannot start "${command}": ${reason}`);
    this.name = 'RunStartError';
    this.command = command;
    this.code = code;
  }
}
