/** Messages by field as Django REST framework writes them. */
export type FieldErrors = Record<string, string[]>;

/** An answer that is not a success; the body is sent as it is. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`NetBox answers ${status}`);
    this.status = status;
    this.body = body;
  }

  static invalid(errors: FieldErrors | FieldErrors[] | string[]): ApiError {
    return new ApiError(400, errors);
  }

  static detail(status: number, detail: string): ApiError {
    return new ApiError(status, { detail });
  }

  /** NetBox's answer to an uncaught Python exception. */
  static crash(exception: string, error: string): ApiError {
    return new ApiError(500, {
      error,
      exception,
      netbox_version: '4.4.10',
      python_version: '3.11.7',
    });
  }
}
