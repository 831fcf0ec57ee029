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
import { checkAppliedState, isWithinApproved } from '@orion/engines/terraform';
import { GuestOwnership } from '@orion/backstage-plugin-orion-proxmox-common';
import { renderEngineLine } from '../terraform/renderEngineLine';
import { StackInstance } from '../terraform/TerraformStack';
import { RESOURCE } from './facts';
import { finishDestroy } from './finishDestroy';
import { DestroyInput, destroyInputSchema } from './input';
import { describeMore, GuestBelongings, inspectGuest } from './inspectGuest';
import { lookAtGuest } from './lookAtGuest';
import { lossLines } from './lossLines';
import {
  findCluster,
  MachineDeps,
  providerEnv,
  readClient,
} from './MachineTools';
import { machineCounts, machineLines, planFingerprint } from './planMachine';
import { verifyDestroy } from './verifyDestroy';

type Ctx = ChangeContext<DestroyInput>;

/** What a destroy remembers about its guest between planning and the end. */
export interface DestroyFacts {
  node: string;
  schema: string;
  lineage: string;
  serial: number;
  disks: string[];
  snapshots: string[];
}

/**
 * Destroys a guest that ORION made, and frees its VMID, name and address. The
 * guest is told by what was stored at its creation, never by its name alone.
 */
export class DestroyMachineKind
  implements ChangeKind<DestroyInput & JsonObject>
{
  readonly id = 'virtual-machine.destroy';
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
        entityRef: `resource:default/${cluster}-${vmid}`,
      },
    };
  }

  async owner(input: DestroyInput): Promise<string> {
    return (await this.#ownership(input)).owner;
  }

  async admit(input: DestroyInput, signal: AbortSignal): Promise<void> {
    const ownership = await this.#ownership(input);
    await this.#deps.stack.assertUsable();
    const { problem } = await this.#inspect(input, ownership, signal);
    if (problem) {
      throw new InputError(`input.vmid: ${problem}`);
    }
  }

  policyFacts({ cluster, vmid }: DestroyInput): JsonObject {
    return { cluster, vmid };
  }

  lockKeys(ctx: Ctx): LockRequest[] {
    const { cluster, vmid, name } = ctx.change.input;
    return [
      { key: `state:${this.#facts(ctx).schema}`, mode: 'exclusive' },
      { key: `guest:${cluster}/${vmid}`, mode: 'exclusive' },
      { key: `name:${cluster}/${name}`, mode: 'exclusive' },
      { key: `cluster:${cluster}`, mode: 'semaphore', slots: 4 },
      { key: `maintenance:${cluster}`, mode: 'shared' },
    ];
  }

  /** Nothing is reserved: a destroy only gives back. */
  async reserve(ctx: Ctx): Promise<void> {
    const { input } = ctx.change;
    const ownership = await this.#ownership(input);
    const state = await this.#deps.stack.readState(ownership.stack!.schema);
    if (!state?.addresses.includes(RESOURCE)) {
      throw new ConflictError(
        `Terraform's state ${ownership.stack!.schema} does not hold ${
          input.name
        }: nothing here can destroy it.`,
      );
    }
    const belongings = await this.#belongings(ctx, ownership);
    await ctx.saveFacts({
      node: nodeOf(ownership),
      schema: ownership.stack!.schema,
      lineage: state.lineage,
      serial: state.serial,
      ...belongings,
    });
  }

  async plan(ctx: Ctx): Promise<KindPlan> {
    const { input } = ctx.change;
    const { envelope, base, pins } = await this.#deps.stack.plan(
      ctx as never,
      'plan',
      await this.#instance(input),
      { destroy: true },
    );
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
    const { addresses } = await this.#ownership(input);
    const own = lossLines({ ...this.#facts(ctx), addresses });
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
    const facts = this.#facts(ctx);
    const ownership = await this.#ownership(input);
    const { disks, snapshots } = await this.#belongings(ctx, ownership);
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
      await this.#instance(ctx.change.input),
    );
  }

  async checkApply(ctx: Ctx, outcome: EngineOutcome) {
    await this.#deps.stack.applyOutcome(outcome);
    const { lineage, serial, schema } = this.#facts(ctx);
    const check = checkAppliedState(await this.#deps.stack.readState(schema), {
      base: { lineage, serial },
      absent: [RESOURCE],
    });
    return check.ok
      ? {
          ok: true,
          message: `Terraform destroyed guest ${ctx.change.input.vmid}.`,
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
    const { input } = ctx.change;
    const facts = this.#facts(ctx);
    const wait = (message: string) => ({
      next: 'wait' as const,
      message,
      evidence: {},
    });
    if (await this.#deps.stack.isLocked(facts.schema)) {
      return wait('The state is locked: an engine may still run.');
    }
    const sight = await this.#look(ctx, facts.node);
    if (sight.busy) {
      return wait(`Waiting: ${sight.busy}.`);
    }
    if (!sight.exists) {
      return sight.incomplete
        ? wait(`Waiting: ${sight.incomplete}.`)
        : {
            next: 'verify',
            message: 'The guest is gone.',
            evidence: { vmid: input.vmid },
          };
    }
    const ownership = await this.#ownership(input);
    const { problem, belongings } = await this.#inspect(
      input,
      ownership,
      ctx.signal,
    );
    const beyond = problem ?? describeMore(facts, belongings!);
    if (beyond) {
      return {
        next: 'needs-attention',
        message: beyond,
        evidence: { vmid: input.vmid },
      };
    }
    if (!ctx.change.mayTryAgain) {
      return {
        next: 'absent',
        message: `${input.name} is still there; this change leaves nothing behind.`,
        evidence: { vmid: input.vmid },
      };
    }
    const approved = await this.#deps.stack.approvedEnvelope(ctx as never);
    const next = await this.#deps.stack.plan(
      ctx as never,
      'recover',
      await this.#instance(input),
      { destroy: true },
    );
    await ctx.saveFacts({ ...next.base });
    const subset = isWithinApproved(approved, next.envelope, {
      ownedAddresses: [],
    });
    return subset.ok
      ? {
          next: 'apply',
          message: 'What remains lies within the approved plan.',
          evidence: { vmid: input.vmid },
        }
      : {
          next: 'needs-attention',
          message: 'What remains goes beyond the approved plan.',
          evidence: { reasons: subset.reasons },
        };
  }

  async verify(ctx: Ctx): Promise<ProbeResult[]> {
    return verifyDestroy(this.#deps, ctx, this.#facts(ctx).node);
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

  #facts(ctx: Ctx): DestroyFacts {
    return ctx.facts as unknown as DestroyFacts;
  }

  async #ownership({ cluster, vmid }: DestroyInput): Promise<GuestOwnership> {
    findCluster(this.#deps, cluster);
    const ownership = await this.#deps.ownership.find(cluster, vmid);
    if (!ownership?.stack) {
      throw new InputError(
        `input.vmid: guest ${vmid} on ${cluster} was not made by ORION, so ORION does not destroy it`,
      );
    }
    return ownership;
  }

  async #instance(input: DestroyInput): Promise<StackInstance> {
    const { stack } = await this.#ownership(input);
    return {
      stack: stack!.name,
      schema: stack!.schema,
      variables: stack!.variables as JsonObject,
      providerEnv: providerEnv(findCluster(this.#deps, input.cluster)),
    };
  }

  async #look(ctx: Ctx, node: string) {
    const pve = readClient(
      findCluster(this.#deps, ctx.change.input.cluster),
      ctx.signal,
    );
    try {
      return await lookAtGuest(pve, ctx.change.input.vmid, node);
    } finally {
      await pve.close();
    }
  }

  /** What goes down with the guest. @throws ConflictError naming what forbids it. */
  async #belongings(
    ctx: Ctx,
    ownership: GuestOwnership,
  ): Promise<GuestBelongings> {
    const { problem, belongings } = await this.#inspect(
      ctx.change.input,
      ownership,
      ctx.signal,
    );
    if (!belongings) {
      throw new ConflictError(problem);
    }
    return belongings;
  }

  async #inspect(
    { cluster, vmid, name }: DestroyInput,
    ownership: GuestOwnership,
    signal: AbortSignal,
  ) {
    const pve = readClient(findCluster(this.#deps, cluster), signal);
    try {
      const guest = { vmid, name, node: nodeOf(ownership) };
      return await inspectGuest(pve, guest, ownership);
    } finally {
      await pve.close();
    }
  }
}

function nodeOf(ownership: GuestOwnership): string {
  return String(ownership.stack?.variables.node ?? '');
}
