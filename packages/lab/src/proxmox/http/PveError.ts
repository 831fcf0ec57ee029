/**
 * An answer that is no success. `message` becomes the HTTP reason phrase,
 * because that is the only place the Terraform provider looks at.
 */
export class PveError extends Error {
  readonly status: number;
  readonly errors?: Record<string, string>;
  /** Answers of the transport (401, 595) have neither body nor content type. */
  readonly bare: boolean;

  constructor(
    status: number,
    message: string,
    options: { errors?: Record<string, string>; bare?: boolean } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = options.errors;
    this.bare = options.bare ?? false;
  }

  /** A failure of the domain: PVE answers 500 to nearly all of them. */
  static domain(message: string): PveError {
    return new PveError(500, message);
  }

  static params(errors: Record<string, string>): PveError {
    return new PveError(400, 'Parameter verification failed.', { errors });
  }
}
