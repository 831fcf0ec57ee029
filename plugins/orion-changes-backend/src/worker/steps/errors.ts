import { isError } from '@backstage/errors';

const PERMANENT = new Set([
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'ConflictError',
  'EngineError',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
]);

/**
 * True when trying again later may help: an upstream that does not answer, a
 * lost connection. What a person has to change is not transient.
 */
export function isTransient(error: unknown): boolean {
  if (!isError(error)) {
    return false;
  }
  const { transient, status } = error as { transient?: unknown; status?: unknown };
  if (typeof transient === 'boolean') {
    return transient;
  }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return status === 408 || status === 429;
  }
  return !PERMANENT.has(error.name);
}

/** The text people read: one line, capped, without a stack. */
export function messageOf(error: unknown): string {
  const text = isError(error) ? error.message : String(error);
  return text.length > 1_000 ? `${text.slice(0, 1_000)}…` : text;
}
