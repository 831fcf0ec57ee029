/** Why a router could not be read: `connect`, `deadline`, `limit`, `refused`, `protocol` or `closed`. */
export type RouteSourceProblem =
  | 'connect'
  | 'deadline'
  | 'limit'
  | 'refused'
  | 'protocol'
  | 'closed';

/** An answer that did not come, or that nobody can use. The message is fit for people. */
export class RouteSourceError extends Error {
  readonly problem: RouteSourceProblem;

  constructor(
    problem: RouteSourceProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'RouteSourceError';
    this.problem = problem;
  }
}
