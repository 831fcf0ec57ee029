import { ConflictError, InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  ChangeContext,
  ChangeKind,
  EngineOutcome,
  FinishStep,
  KindPlan,
  LockRequest,
  ProbeResult,
  RecoveryVerdict,
} from '@orion/backstage-plugin-orion-changes-node';
import { checkAppliedState } from '@orion/engines/terraform';
import {
  guestEntityRef,
  GuestOwnership,
} from '@orion/backstage-plugin-orion-proxmox-common';
import { renderEngineLine } from '../terraform/renderEngineLine';
import {
  destroyFacts,
  destroyInstance,
  findOwnership,
  inspectTarget,
  isEmptyState,
  nodeOf,
} from './destroyTarget';
import { RESOURCE } from './facts';
import { finishDestroy } from './finishDestroy';
import { DESTROY_KIND, DestroyInput, destroyInputSchema } from './input';
import { lossLines } from './lossLines';
import { MachineDeps, providerEnv } from './MachineTools';
import { planGone } from './planGone';
import { machineCounts, machineLines, planFingerprint } from './planMachine';
import { proveGone } from './proveGone';
import { recoverDestroy } from './recoverDestroy';
import { verifyDestroy } from './verifyDestroy';

type Ctx = ChangeContext<DestroyInput>;

/**
 * Destroys a guest that ORION made, and frees its VMID, name and address. The
 * guest is told by what was stored at its creation, never by its name alone. Of
 * one that somebody removed in Proxmox, what ORION still holds is given back.
 */
export class DestroyMachineKind
  implements ChangeKind<DestroyInput & JsonObject>
{
  readonly id = DESTROY_KIND;
  readonly version = 1;
  readonly title = 'Destroy a virtual machine';
  readonly description =
    'Destroys a virtual machine ORION made, its disks included. There is no undo.';
  readonly destructive = true;
  readonly inputSchema = destroyInputSchema as never;
  readonly quotaOnSuccess = 'released' as const;
  readonly #deps: MachineDeps;

  constructor(deps: MachineDeps) {
    this.#deps = deps;
  }

  describe({ cluster, vmid, name }: DestroyInput) {
    return {
      title: `Destroy ${name}`,
      target: {
        system: `proxmox:${cluster}`,
        ref: `proxmox:${cluster}/${vmid}`,
        name,
        entityRef: guestEntityRef(cluster, vmid),
      },
    };
  }

  async owner(input: DestroyInput): Promise<string> {
    return (await findOwnership(this.#deps, input)).owner;
  }

  async admit(input: DestroyInput, signal: AbortSignal): Promise<void> {
    const ownership = await findOwnership(this.#deps, input);
    await this.#deps.stack.assertUsable();
    const { problem } = await inspectTarget(
      this.#deps,
      input,
      ownership,
      signal,
    );
    if (problem) {
      throw new InputError(`input.vmid: ${problem}`);
    }
  }

  /** Its page goes with the guest. */
  outcome() {
    return {};
  }

  policyFacts({ cluster, vmid }: DestroyInput): JsonObject {
    return { cluster, vmid };
  }

  lockKeys(ctx: Ctx): LockRequest[] {
    const { cluster, vmid, name } = ctx.change.input;
    return [
      { key: `state:${destroyFacts(ctx).schema}`, mode: 'exclusive' },
      { key: `guest:${cluster}/${vmid}`, mode: 'exclusive' },
      { key: `name:${cluster}/${name}`, mode: 'exclusive' },
      { key: `cluster:${cluster}`, mode: 'semaphore', slots: 4 },
      { key: `maintenance:${cluster}`, mode: 'shared' },
    ];
  }

  /** Nothing is reserved: a destroy only gives back. */
  async reserve(ctx: Ctx): Promise<void> {
    const { input } = ctx.change;
    const ownership = await findOwnership(this.#deps, input);
    const { gone, belongings } = await this.#mayGo(ctx, ownership);
    await proveGone(this.#deps, ctx, ownership, gone);
    const state = await this.#deps.stack.readState(ownership.stack!.schema);
    const inState = state?.addresses.includes(RESOURCE) ?? false;
    if (!inState && !(gone && isEmptyState(state))) {
      throw new ConflictError(
        `Terraform's state ${ownership.stack!.schema} does not hold ${
          input.name
        }: nothing here can destroy it.`,
      );
    }
    await ctx.saveFacts({
      node: nodeOf(ownership),
      schema: ownership.stack!.schema,
      ...(state && { lineage: state.lineage, serial: state.serial }),
      ...belongings,
      gone,
      inState,
    });
  }

  async plan(ctx: Ctx): Promise<KindPlan> {
    const { input } = ctx.change;
    const { envelope, base, pins } = await this.#deps.stack.plan(
      ctx as never,
      'plan',
      await destroyInstance(this.#deps, input),
      { destroy: true },
    );
    if (destroyFacts(ctx).gone) {
      return planGone(this.#deps, ctx, { envelope, base, pins });
    }
    const unexpected = envelope.plan.resourceChanges.filter(
      change => change.address !== RESOURCE || change.action !== 'delete',
    );
    if (unexpected.length > 0 || envelope.plan.resourceChanges.length !== 1) {
      throw new ConflictError(
        'The plan does not destroy exactly this guest: its state and Proxmox differ. Look at the drift first.',
      );
    }
    await this.#deps.stack.keepEnvelope(ctx as never, envelope);
    await ctx.saveFacts({ ...base });
    const { addresses } = await findOwnership(this.#deps, input);
    const own = lossLines({ ...destroyFacts(ctx), addresses });
    return {
      counts: machineCounts(envelope, own),
      lines: [...machineLines(envelope, `VM ${input.name}`), ...own],
      pins,
      fingerprint: planFingerprint(envelope, base),
      blastRadius: [],
    };
  }

  async recheck(ctx: Ctx): Promise<string | undefined> {
    const { input } = ctx.change;
    const facts = destroyFacts(ctx);
    const ownership = await findOwnership(this.#deps, input);
    const { gone, belongings } = await this.#mayGo(ctx, ownership);
    if (gone !== Boolean(facts.gone)) {
      return gone
        ? `${input.name} was removed in Proxmox since the plan.`
        : `${input.name} is back in Proxmox since the plan.`;
    }
    const { disks, snapshots } = belongings;
    if (disks.join() !== facts.disks.join()) {
      return `The disks changed since the plan: ${disks.join(', ')}.`;
    }
    if (snapshots.join() !== facts.snapshots.join()) {
      return `The snapshots changed since the plan: ${
        snapshots.join(', ') || 'none is left'
      }.`;
    }
    const state = await this.#deps.stack.readState(facts.schema);
    return state?.lineage === facts.lineage && state?.serial === facts.serial
      ? undefined
      : 'The Terraform state changed since the plan.';
  }

  async prepareApply(ctx: Ctx) {
    return this.#deps.stack.apply(
      ctx as never,
      await destroyInstance(this.#deps, ctx.change.input),
    );
  }

  async checkApply(ctx: Ctx, outcome: EngineOutcome) {
    await this.#deps.stack.applyOutcome(ctx as never, outcome);
    const { lineage, serial, schema, gone, inState } = destroyFacts(ctx);
    const { vmid } = ctx.change.input;
    const state = await this.#deps.stack.readState(schema);
    if (gone && !inState && state?.lineage === lineage && isEmptyState(state)) {
      return {
        ok: true,
        message: `Terraform's state does not name guest ${vmid}.`,
        evidence: {},
      };
    }
    const check = checkAppliedState(state, {
      base: { lineage, serial },
      absent: [RESOURCE],
    });
    return check.ok
      ? {
          ok: true,
          message: gone
            ? `Terraform forgot guest ${vmid}.`
            : `Terraform destroyed guest ${vmid}.`,
          evidence: {},
        }
      : {
          ok: false,
          message: `Terraform reported success, but ${check.reasons.join(
            ', ',
          )}.`,
          evidence: { reasons: check.reasons },
        };
  }

  async recover(ctx: Ctx): Promise<RecoveryVerdict> {
    await this.#deps.stack.forgetPlan(ctx as never);
    return recoverDestroy(this.#deps, ctx);
  }

  async verify(ctx: Ctx): Promise<ProbeResult[]> {
    return verifyDestroy(this.#deps, ctx, destroyFacts(ctx).node);
  }

  finish(ctx: Ctx): FinishStep[] {
    return finishDestroy(this.#deps, ctx);
  }

  /** A destroy creates nothing that could be left behind. */
  async proveAbsence() {
    return {
      absent: true,
      message: 'A destroy leaves nothing behind.',
      evidence: {},
    };
  }

  async release(): Promise<void> {
    // Nothing was reserved.
  }

  secrets(): string[] {
    return [...this.#deps.clusters.values()]
      .filter(cluster => cluster.changeToken)
      .flatMap(cluster => this.#deps.stack.secrets(providerEnv(cluster)));
  }

  renderLogLine(line: string): string | undefined {
    return renderEngineLine(line);
  }

  /** What goes down with the guest. @throws ConflictError naming what forbids it. */
  async #mayGo(ctx: Ctx, ownership: GuestOwnership) {
    const inspection = await inspectTarget(
      this.#deps,
      ctx.change.input,
      ownership,
      ctx.signal,
    );
    if (!inspection.belongings) {
      throw new ConflictError(inspection.problem);
    }
    return inspection;
  }
}
