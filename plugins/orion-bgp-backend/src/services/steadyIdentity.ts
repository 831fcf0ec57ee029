import { RouterIdentity } from '@orion/backstage-plugin-orion-bgp-common';
import { sameMoment } from './gates/sameMoment';

/** Keeps the dates of a daemon as they were first told, while they may be the same. */
export function steadyIdentity(
  known: RouterIdentity | undefined,
  told: RouterIdentity,
): RouterIdentity {
  const steady = { ...told };
  for (const key of ['startedAt', 'configuredAt'] as const) {
    if (known && sameMoment(known[key], told[key])) {
      steady[key] = known[key];
    }
  }
  return steady;
}
