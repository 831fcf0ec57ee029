import type { PolicyRule } from '.';

/** The router, NetBox and the cluster's own guests are never destroyed through a change. */
export const protectedTarget: PolicyRule = {
  id: 'protected-target',
  version: 1,
  evaluate: (
    { destructive, counts, targetRef, targetName },
    { protectedTargets },
  ) => {
    const loses =
      destructive || (counts?.destroy ?? 0) + (counts?.replace ?? 0) > 0;
    if (!loses || !targetRef) {
      return undefined;
    }
    return protectedTargets.includes(targetRef)
      ? {
          verdict: 'deny',
          message: `${targetName} (${targetRef}) is protected: it is never destroyed or replaced through ORION.`,
        }
      : { verdict: 'pass', message: `${targetName} is not protected.` };
  },
};
