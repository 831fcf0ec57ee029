/* For tests of every package, so it cannot be a test itself. */
/* eslint-disable jest/no-export, jest/valid-title, jest/valid-describe-callback, jest/no-disabled-tests, jest/expect-expect */
import { findDaemon, RealDaemonName } from './findDaemon';
import { canMakeNamespaces } from './startRealNamespace';

/** Not of this machine's own packages: required nowhere. */
const extra: string[] = ['bird2', 'bird3'];

/**
 * Jest tests that need real daemons, or network namespaces, which only root may
 * make. Where one is missing they are skipped,
 * under a name that says which; where peers are required, as in CI, that is a
 * failure, but for the newer BIRDs.
 */
export function describeWithDaemons(
  needed: (RealDaemonName | 'namespaces')[],
  name: string,
  define: () => void,
): void {
  const missing = needed.filter(one =>
    one === 'namespaces' ? !canMakeNamespaces() : !findDaemon(one),
  );
  const lacks = missing.some(one => !extra.includes(one));
  if (lacks && process.env.ORION_REQUIRE_PEERS === '1') {
    it(name, () => {
      throw new Error(`missing here: ${missing.join(', ')}`);
    });
  } else if (missing.length > 0) {
    describe.skip(`${name} (missing here: ${missing.join(', ')})`, define);
  } else {
    describe(name, define);
  }
}
