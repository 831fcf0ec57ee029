import { createHash } from 'node:crypto';
import { JsonObject } from '@backstage/types';
import {
  PlanAction,
  PlanCounts,
  PlanLine,
} from '@orion/backstage-plugin-orion-changes-common';
import {
  AttributeAllowList,
  PlanEnvelope,
  projectPlan,
  summarisePlan,
} from '@orion/engines/terraform';

/** What of a guest people may see in a plan. Everything else stays on the server. */
const SHOWN: AttributeAllowList = {
  proxmox_virtual_environment_vm: [
    'name',
    'vm_id',
    'node_name',
    'tags',
    'on_boot',
    'started',
    'cpu.cores',
    'cpu.type',
    'memory.dedicated',
    'disk.size',
    'disk.datastore_id',
    'clone.vm_id',
    'network_device.bridge',
    'network_device.vlan_id',
    'initialization.ip_config',
    'initialization.user_account.username',
  ],
};

const WORDS: Record<string, PlanAction> = {
  create: 'add',
  update: 'change',
  replace: 'replace',
  delete: 'destroy',
  forget: 'destroy',
  'no-op': 'keep',
  read: 'keep',
};

/** The engine's plan as lines people read, the guest's named by its name. */
export function machineLines(
  envelope: PlanEnvelope,
  title: string,
): PlanLine[] {
  return projectPlan(envelope.plan, SHOWN)
    .filter(line => WORDS[line.action] !== 'keep' || line.importing)
    .map(line => ({
      action: line.importing ? 'import' : WORDS[line.action],
      address: line.address,
      title,
      reason: line.actionReason,
      effects: line.replacePaths.map(path => `replaced because of ${path}`),
      attributes: line.attributes.map(
        ({ path, before, after, unknown, sensitive }) => ({
          path,
          before,
          after,
          ...(unknown ? { unknown } : {}),
          ...(sensitive ? { sensitive } : {}),
        }),
      ),
    }));
}

/** Counts of the engine plus those of lines ORION itself adds. */
export function machineCounts(
  envelope: PlanEnvelope,
  own: PlanLine[],
): PlanCounts {
  const summary = summarisePlan(envelope.plan);
  const count = (action: PlanAction) =>
    own.filter(line => line.action === action).length;
  return {
    add: summary.add + count('add'),
    change: summary.change + count('change'),
    replace: summary.replace,
    destroy: summary.destroy + count('destroy'),
    reboot: 0,
  };
}

/**
 * What the approval binds to and people do not read: every action with a digest
 * of its values in clear, so that a hidden attribute cannot change unseen.
 */
export function planFingerprint(
  envelope: PlanEnvelope,
  base: { lineage: string; serial: number },
): JsonObject {
  return {
    actions: envelope.plan.resourceChanges.map(change => ({
      address: change.address,
      action: change.action,
      before: digest(change.before),
      after: digest(change.after),
      afterUnknown: digest(change.afterUnknown),
    })),
    module: envelope.moduleDigest,
    lockFile: envelope.lockFileDigest ?? null,
    engine: envelope.engineDigest,
    lineage: base.lineage,
    serial: base.serial,
    blastRadius: [],
  };
}

function digest(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value ?? null))
    .digest('hex');
}
