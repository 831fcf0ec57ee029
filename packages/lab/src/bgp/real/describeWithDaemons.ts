/* For tests of every package, so it cannot be a test itself. */
/* eslint-disable jest/no-export, jest/valid-title, jest/valid-describe-callback, jest/no-disabled-tests, jest/expect-expect */
import { birdVersion } from './birdVersion';
import { findDaemon, RealDaemonName } from './findDaemon';
import { canMakeNamespaces } from './startRealNamespace';

/** Not of this machine's own packages, or minutes of building: required nowhere. */
const extra: string[] = ['bird2', 'bird3', 'routinator'];

/**
 * Jest tests that need real daemons, a BIRD whose texts were recorded, or network
 * namespaces, which only root may make. Where one is missing they are skipped,
 * under a name that says which; where peers are required, as in CI, that is a
 * failure, but for the newer BIRDs and for Routinator.
 */
export function describeWithDaemons(
  needed: (RealDaemonName | 'namespaces' | { bird: string })[],
  name: string,
  define: () => void,
): void {
  const missing = needed.flatMap(one => missingOf(one) ?? []);
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

function missingOf(
  one: RealDaemonName | 'namespaces' | { bird: string },
): string | undefined {
  if (typeof one === 'object') {
    const binary = findDaemon('bird');
    const version = binary && birdVersion(binary);
    return version === one.bird
      ? undefined
      : `bird ${one.bird}, there is ${version || 'none'}`;
  }
  const there = one === 'namespaces' ? canMakeNamespaces() : findDaemon(one);
  return there ? undefined : one;
}
