import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * PostgreSQL refuses to run as root and then runs as a user of its own, who must
 * be able to enter every folder on the way.
 *
 * @throws Error that names the folder in the way.
 */
export function assertReachable(
  folder: string,
  uid: number | undefined = process.getuid?.(),
): void {
  if (uid !== 0) {
    return;
  }
  for (let at = folder; ; at = dirname(at)) {
    // eslint-disable-next-line no-bitwise
    if ((statSync(at).mode & 0o001) === 0) {
      throw new Error(
        `PostgreSQL does not run as root, and its own user cannot enter ${at}: run as another user, move the checkout, or set ORION_DATABASE_URL`,
      );
    }
    if (at === dirname(at)) {
      return;
    }
  }
}
