import { isError } from '@backstage/errors';

/** Of Node, undici and the resolver: the other side could not be reached, or not for long enough. */
const NETWORK_CODE =
  /^(ECONN\w+|ETIMEDOUT|EPIPE|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EAI_AGAIN|ENOTFOUND|UND_ERR_\w+)$/;
/** PostgreSQL: connection, transaction rollback, resources, operator intervention. */
const DATABASE_CODE = /^(08|40|53|57)[0-9A-Z]{3}$/;
const TRANSIENT_NAMES = new Set([
  'ServiceUnavailableError',
  'TimeoutError',
  'AbortError',
  'KnexTimeoutError',
]);
const LOST_CONNECTION =
  /^(Connection terminated|timeout exceeded when trying to connect|fetch failed)/;

/**
 * True when trying again later may help: an upstream that does not answer, a
 * lost connection. An error that says nothing of the kind is what a person has
 * to change, or a fault in ORION: repeating it until a deadline would only hide
 * its message.
 */
export function isTransient(error: unknown): boolean {
  if (!isError(error)) {
    return false;
  }
  const { name, message, cause } = error;
  const { transient, status, statusCode, code } = error as unknown as Record<
    string,
    unknown
  >;
  if (typeof transient === 'boolean') {
    return transient;
  }
  const answered = status ?? statusCode;
  if (typeof answered === 'number') {
    return (
      answered === 0 || answered === 408 || answered === 429 || answered >= 500
    );
  }
  if (name === 'NetboxError') {
    // Without a status there was no answer.
    return true;
  }
  if (
    typeof code === 'string' &&
    (NETWORK_CODE.test(code) || DATABASE_CODE.test(code))
  ) {
    return true;
  }
  return (
    TRANSIENT_NAMES.has(name) ||
    LOST_CONNECTION.test(message) ||
    (cause !== undefined && isTransient(cause))
  );
}

/** The text people read: one line, capped, without a stack. */
export function messageOf(error: unknown): string {
  const text = isError(error) ? error.message : String(error);
  return text.length > 1_000 ? `${text.slice(0, 1_000)}…` : text;
}
