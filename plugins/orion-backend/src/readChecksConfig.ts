import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

export interface ChecksConfig {
  /** `<cluster>/<vmid>` of guests that are stopped on purpose. */
  expectedStopped: Set<string>;
}

/** Reads `orion.checks`. Throws `InputError` naming the key. */
export function readChecksConfig(root: Config): ChecksConfig {
  const guests =
    root.getOptionalStringArray('orion.checks.expectedStopped') ?? [];
  for (const guest of guests) {
    if (!/^[a-z0-9][a-z0-9-]{0,30}\/\d{3,9}$/.test(guest)) {
      throw new InputError(
        `orion.checks.expectedStopped: "${guest}" is not of the form <cluster>/<vmid>`,
      );
    }
  }
  return { expectedStopped: new Set(guests) };
}
