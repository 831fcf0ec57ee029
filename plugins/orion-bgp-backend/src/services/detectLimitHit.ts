import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { leftEstablished } from './detectTransition';
import { LimitTrial } from './gates/LimitTrial';

/** BIRD's words for a limit of its own; what a neighbor says of its limit is another text. */
const BIRD_SAYS = /\blimit exceeded\b/i;
/** BIRD says the same of its export limit: below this share of the import limit it may be that one. */
const MEANT_FROM = 0.5;

/**
 * Whether a daemon ended an established session because the neighbor sent more
 * than the limit, and which limits there were. Undefined where it did not, and
 * where another limit may be meant.
 */
export function detectLimitHit(
  before: SessionReading | undefined,
  after: SessionReading,
): Pick<LimitTrial, 'families' | 'reaction'> | undefined {
  if (!before || !leftEstablished(before, after)) {
    return undefined;
  }
  const families = before.families.flatMap(({ family, importLimit, up }) =>
    up && importLimit
      ? [
          {
            family,
            limit: importLimit.limit,
            action: importLimit.action,
            used: importLimit.used,
          },
        ]
      : [],
  );
  if (families.length === 0) {
    return undefined;
  }
  if (BIRD_SAYS.test(after.lastError ?? '')) {
    const other = before.families.some(({ exportLimit }) => exportLimit);
    const meant = families.some(
      ({ limit, used = 0 }) => used >= limit * MEANT_FROM,
    );
    return other && !meant
      ? undefined
      : { families, reaction: after.lastError! };
  }
  return after.adminState === 'prefix-limit'
    ? { families, reaction: after.stateText }
    : undefined;
}
