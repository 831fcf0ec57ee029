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
  const { transient } = error as { transient?: unknown };
  return typeof transient === 'boolean' ? transient : !PERMANENT.has(error.name);
}

/** The text people read: one line, capped, without a stack. */
export function messageOf(error: unknown): string {
  const text = isError(error) ? error.message : String(error);
  return text.length > 1_000 ? `${text.slice(0, 1_000)}…` : text;
}
