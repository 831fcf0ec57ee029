import { ConflictError } from '@backstage/errors';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import {
  ChangeContext,
  KindPlan,
} from '@orion/backstage-plugin-orion-changes-node';
import { isWithinApproved, PlanEnvelope } from '@orion/engines/terraform';
import { StackPlan } from '../terraform/TerraformStack';
import { destroyFacts, findOwnership } from './destroyTarget';
import { RESOURCE } from './facts';
import { DestroyInput } from './input';
import { MachineDeps } from './MachineTools';
import { machineCounts, planFingerprint } from './planMachine';

/** Plans to give back what a removed guest had; the engine only forgets it. */
export async function planGone(
  deps: MachineDeps,
  ctx: ChangeContext<DestroyInput>,
  { envelope, base, pins }: Omit<StackPlan, 'hasChanges'>,
): Promise<KindPlan> {
  const { input } = ctx.change;
  const { inState } = destroyFacts(ctx);
  const unexpected = checkGonePlan(envelope);
  if (unexpected) {
    throw new ConflictError(unexpected);
  }
  await deps.stack.keepEnvelope(ctx as never, envelope);
  await ctx.saveFacts({ ...base });
  const { addresses } = await findOwnership(deps, input);
  const lines = goneLines({ name: input.name, addresses, inState });
  return {
    counts: machineCounts(envelope, lines),
    lines,
    pins,
    fingerprint: planFingerprint(envelope, base),
    blastRadius: [],
  };
}

/** What people read of giving back what a removed guest had: nothing is lost by it. */
export function goneLines(gone: {
  name: string;
  addresses: string[];
  inState: boolean;
}): PlanLine[] {
  const line = (address: string, title: string, detail: string): PlanLine => ({
    action: 'change',
    address,
    title,
    detail,
    attributes: [],
  });
  return [
    line(
      RESOURCE,
      `VM ${gone.name} is already gone`,
      'removed outside ORION, no disk of it is left; its name, VMID and quota become free',
    ),
    ...gone.addresses.map(address =>
      line(
        'netbox.address',
        `address ${address} given back`,
        'to NetBox, for others after a rest',
      ),
    ),
    ...(gone.inState
      ? [
          line(
            'terraform.state',
            `state entry of ${gone.name} removed`,
            'Terraform still remembers the guest',
          ),
        ]
      : []),
  ];
}

/**
 * Why an engine's plan does more than forget the removed guest; undefined when
 * it does just that. Such a plan has no action at all: it cannot touch anything.
 *
 * @remarks
 * A plan to destroy names everything the engine still sees. Its refresh came
 * before, so what is gone is no drift in it (Terraform) or a deleted one.
 */
export function checkGonePlan({ plan }: PlanEnvelope): string | undefined {
  const acting = plan.resourceChanges.filter(
    ({ action }) => action !== 'no-op',
  );
  const outputs = plan.outputChanges.filter(
    ({ action }) => action !== 'no-op' && action !== 'delete',
  );
  const seen = plan.resourceDrift.filter(({ action }) => action !== 'no-op');
  const forgets = seen.every(
    ({ address, action, deposed }) =>
      address === RESOURCE && action === 'delete' && !deposed,
  );
  if (plan.errored || !plan.complete) {
    return 'The plan is not whole.';
  }
  if (acting.length > 0 || outputs.length > 0) {
    return 'The guest is gone, but Terraform would still act on it. Look at the drift first.';
  }
  return forgets
    ? undefined
    : 'Terraform sees more changed than that the guest is gone. Look at the drift first.';
}

/** Why a later plan is not what remains of an approved one, for a removed guest. */
export function checkGoneRest(
  approved: PlanEnvelope,
  next: PlanEnvelope,
): string[] {
  const beyond = checkGonePlan(next);
  if (beyond) {
    return [beyond];
  }
  // The drift is what was approved here; engine, module and lock file compare as ever.
  const plan = { ...next.plan, resourceDrift: [] };
  const subset = isWithinApproved(
    approved,
    { ...next, plan },
    { ownedAddresses: [] },
  );
  return subset.ok ? [] : subset.reasons;
}
