import { InputError } from '@backstage/errors';

/** A part of a search nobody can make sense of; the message quotes it. */
export class RouteSearchError extends InputError {
  /** As it was typed. */
  readonly part: string;

  constructor(part: string, problem: string) {
    super(`"${part}" ${problem}`);
    this.part = part;
  }
}
