import { matchesKind } from '../matchesKind';
import type { PolicyRule } from '.';

/** During a freeze nothing is planned or applied: a change that meets one is denied and ordered again later. */
export const freezeWindow: PolicyRule = {
  id: 'freeze-window',
  version: 1,
  evaluate: ({ kind, now }, { freezes }) => {
    const freeze = freezes.find(
      window =>
        window.from <= now &&
        now < window.to &&
        window.kinds.some(pattern => matchesKind(pattern, kind)),
    );
    return freeze
      ? {
          verdict: 'deny',
          message: `Frozen until ${freeze.to.toISOString()}: ${freeze.reason}`,
        }
      : { verdict: 'pass', message: 'No freeze is on.' };
  },
};
