const MAX_DETAIL = 300;

/**
 * A call to NetBox that did not succeed. The message never holds a token.
 *
 * @remarks
 * Without a status NetBox gave no answer. Then, and with 5xx, a write may
 * have happened all the same: see {@link NetboxError.isUnknownOutcome}.
 *
 * @public
 */
export class NetboxError extends Error {
  /**
   * Of the answer; undefined when there was none, or one that is not NetBox's.
   */
  readonly status: number | undefined;
  /** NetBox's own text, shortened. */
  readonly detail: string;
  /** Path below the base URL, without the query. */
  readonly path: string;

  /**
   * Cuts the detail at 300 characters. The caller takes tokens out of it
   * before.
   */
  constructor(options: {
    status?: number;
    detail: string;
    method: string;
    path: string;
    cause?: unknown;
  }) {
    const { status, method, path, cause } = options;
    const detail = shorten(options.detail);
    const answer =
      status === undefined ? 'gave no answer' : `answered ${status}`;
    super(`NetBox ${answer} to ${method} ${path}: ${detail}`, { cause });
    this.name = 'NetboxError';
    this.status = status;
    this.detail = detail;
    this.path = path;
  }

  /** True when it cannot be told from the answer whether a write happened. */
  static isUnknownOutcome(error: unknown): error is NetboxError {
    return (
      error instanceof NetboxError &&
      (error.status === undefined || error.status >= 500)
    );
  }

  /** True for a NetboxError with exactly this HTTP status. */
  static hasStatus(error: unknown, status: number): error is NetboxError {
    return error instanceof NetboxError && error.status === status;
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_DETAIL ? `${line.slice(0, MAX_DETAIL)}...` : line;
}
