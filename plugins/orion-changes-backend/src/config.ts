import { resolve } from 'node:path';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { QuotaUsage } from '@orion/backstage-plugin-orion-changes-common';

export interface PolicyConfig {
  quota: Record<string, QuotaUsage>;
  protectedTargets: string[];
  maxBlastRadius: number;
  freezes: { from: Date; to: Date; reason: string; kinds: string[] }[];
  approvers: { kind: string; owner?: string; groups: string[] }[];
  autoApprove: {
    ruleId: string;
    kind: string;
    maxCores?: number;
    owners?: string[];
  }[];
}

export interface ChangesConfig {
  runDirectory: string;
  executor: { enabled: boolean; concurrency: number };
  encryptionKeyFile?: string;
  approvalExpiryMs: number;
  approval: {
    issuer?: string;
    audience?: string;
    maxAuthAgeMs: number;
    maxAuthAgeDestructiveMs: number;
  };
  policy: PolicyConfig;
  record: { checkpointFile?: string; signingKeyFile?: string };
  limits: {
    openPerPerson: number;
    openPerAgent: number;
    submitsPerHour: number;
    plansPerOwner: number;
  };
}

const MINUTE = 60_000;

/** Reads `orion.changes`; the only place that does. Throws `InputError` naming the key. */
export function readChangesConfig(root: Config): ChangesConfig {
  const config = root.getOptionalConfig('orion.changes');
  const atLeast = (least: number, key: string, fallback: number) => {
    const value = config?.getOptionalNumber(key) ?? fallback;
    if (!(value >= least)) {
      throw new InputError(
        `orion.changes.${key} must be a number of ${least} or more, not ${value}`,
      );
    }
    return value;
  };
  const minutes = (key: string, fallback: number) =>
    atLeast(1, key, fallback) * MINUTE;
  return {
    runDirectory: resolve(
      config?.getOptionalString('runDirectory') ?? '.orion/runs',
    ),
    executor: {
      enabled: config?.getOptionalBoolean('executor.enabled') ?? true,
      concurrency: atLeast(1, 'executor.concurrency', 6),
    },
    encryptionKeyFile: config?.getOptionalString('encryptionKeyFile'),
    approvalExpiryMs: minutes('approvalExpiryMinutes', 60),
    approval: {
      issuer: config?.getOptionalString('approval.issuer'),
      audience: config?.getOptionalString('approval.audience'),
      maxAuthAgeMs: minutes('approval.maxAuthAgeMinutes', 480),
      maxAuthAgeDestructiveMs: minutes(
        'approval.maxAuthAgeDestructiveMinutes',
        15,
      ),
    },
    policy: readPolicy(config?.getOptionalConfig('policy')),
    record: {
      checkpointFile: config?.getOptionalString('record.checkpointFile'),
      signingKeyFile: config?.getOptionalString('record.signingKeyFile'),
    },
    limits: {
      openPerPerson: atLeast(0, 'limits.openPerPerson', 20),
      openPerAgent: atLeast(0, 'limits.openPerAgent', 5),
      submitsPerHour: atLeast(0, 'limits.submitsPerHour', 60),
      plansPerOwner: atLeast(1, 'limits.plansPerOwner', 2),
    },
  };
}

function readPolicy(config: Config | undefined): PolicyConfig {
  const quota: Record<string, QuotaUsage> = {};
  for (const group of config?.getOptionalConfig('quota')?.keys() ?? []) {
    // Group references contain ":" and "/", which the config reader's paths do not take.
    const raw =
      config!.get<Record<string, Record<string, number> | null>>('quota')[
        group
      ] ?? {};
    quota[group] = {
      vms: positive(raw.vms, group, 'vms'),
      cores: positive(raw.cores, group, 'cores'),
      memoryMib: positive(raw.memoryGib, group, 'memoryGib') * 1024,
      diskGib: positive(raw.diskGib, group, 'diskGib'),
    };
  }
  return {
    quota,
    protectedTargets: config?.getOptionalStringArray('protectedTargets') ?? [],
    maxBlastRadius: config?.getOptionalNumber('maxBlastRadius') ?? 0,
    freezes: (config?.getOptionalConfigArray('freezes') ?? []).map(readFreeze),
    approvers: (config?.getOptionalConfigArray('approvers') ?? []).map(
      entry => ({
        kind: entry.getString('kind'),
        owner: entry.getOptionalString('owner'),
        groups: entry.getStringArray('groups'),
      }),
    ),
    autoApprove: (config?.getOptionalConfigArray('autoApprove') ?? []).map(
      entry => ({
        ruleId: entry.getString('ruleId'),
        kind: entry.getString('kind'),
        maxCores: entry.getOptionalNumber('maxCores'),
        owners: entry.getOptionalStringArray('owners'),
      }),
    ),
  };
}

function readFreeze(freeze: Config): PolicyConfig['freezes'][number] {
  const from = date(freeze, 'from');
  const to = date(freeze, 'to');
  if (to <= from) {
    throw new InputError(
      `orion.changes.policy.freezes[].to must lie after from (${from.toISOString()}): it would never freeze anything`,
    );
  }
  return {
    from,
    to,
    reason: freeze.getString('reason'),
    kinds: freeze.getOptionalStringArray('kinds') ?? ['*'],
  };
}

function positive(value: unknown, group: string, key: string): number {
  if (typeof value !== 'number' || !(value >= 0)) {
    throw new InputError(
      `orion.changes.policy.quota.${group}.${key} must be a number of 0 or more`,
    );
  }
  return value;
}

function date(config: Config, key: string): Date {
  const value = new Date(config.getString(key));
  if (Number.isNaN(value.getTime())) {
    throw new InputError(
      `orion.changes.policy.freezes[].${key} must be an ISO time, not "${config.getString(
        key,
      )}"`,
    );
  }
  return value;
}
