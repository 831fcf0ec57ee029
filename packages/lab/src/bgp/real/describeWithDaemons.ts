/* For tests of every package, so it cannot be a test itself. */
/* eslint-disable jest/no-export, jest/valid-title, jest/valid-describe-callback, jest/no-disabled-tests, jest/expect-expect */
import { findDaemon, RealDaemonName } from './findDaemon';

/**
 * Jest tests that need real daemons. Where one is missing they are skipped,
 * under a name that says which; where peers are required, as in CI, that is a
 * failure.
 */
export function describeWithDaemons(
  needed: RealDaemonName[],
  name: string,
  define: () => void,
): void {
  const missing = needed.filter(daemon => !findDaemon(daemon));
  if (missing.length > 0 && process.env.ORION_REQUIRE_PEERS === '1') {
    it(name, () => {
      throw new Error(`missing here: ${missing.join(', ')}`);
    });
  } else if (missing.length > 0) {
    describe.skip(`${name} (missing here: ${missing.join(', ')})`, define);
  } else {
    describe(name, define);
  }
}
