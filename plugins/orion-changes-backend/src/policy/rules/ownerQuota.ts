import { QuotaUsage } from '@orion/backstage-plugin-orion-changes-common';
import type { PolicyRule } from '.';

const UNITS: { key: keyof QuotaUsage; say: (n: number) => string }[] = [
  { key: 'vms', say: n => `${n} VMs` },
  { key: 'cores', say: n => `${n} cores` },
  { key: 'memoryMib', say: n => `${n / 1024} GiB memory` },
  { key: 'diskGib', say: n => `${n} GiB disk` },
];

/**
 * The sentence people read when a demand does not fit, or undefined when it fits.
 * Also used under the owner's row lock, where the decision is final.
 */
export function quotaRefusal(
  owner: string,
  limit: QuotaUsage | undefined,
  used: QuotaUsage,
  demand: QuotaUsage,
): string | undefined {
  if (!limit) {
    return `${owner} has no quota: ask an admin to set orion.changes.policy.quota.`;
  }
  const over = UNITS.filter(
    ({ key }) => demand[key] > 0 && used[key] + demand[key] > limit[key],
  );
  return over.length === 0
    ? undefined
    : `${owner} would use ${over
        .map(
          ({ key, say }) => `${used[key] + demand[key]} of ${say(limit[key])}`,
        )
        .join(', ')}.`;
}

/** Live plus held usage and this demand must fit the owner group's quota. */
export const ownerQuota: PolicyRule = {
  id: 'owner-quota',
  version: 1,
  evaluate: ({ owner, quota }, config) => {
    if (!quota) {
      return undefined;
    }
    const limit = config.quota[owner] ?? config.quota.default;
    const refusal = quotaRefusal(owner, limit, quota.used, quota.demand);
    return refusal
      ? { verdict: 'deny', message: refusal }
      : {
          verdict: 'pass',
          message: `${owner} would use ${
            quota.used.cores + quota.demand.cores
          } of ${limit.cores} cores, ${quota.used.vms + quota.demand.vms} of ${
            limit.vms
          } VMs.`,
        };
  },
};
