import { createHash } from 'node:crypto';

/** The catalog's limit. */
const MAX_NAME = 63;

/**
 * A name the catalog takes. What had to be changed or cut keeps a digest of the
 * original, so that two things never share a name.
 *
 * @public
 */
export function toEntityName(name: string): string {
  const plain = name
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  if (plain === name && name.length <= MAX_NAME) {
    return name;
  }
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 10);
  const head = plain.slice(0, MAX_NAME - digest.length - 1);
  return head ? `${head}-${digest}` : digest;
}
