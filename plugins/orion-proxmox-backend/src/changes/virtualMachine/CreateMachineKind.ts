import { JsonObject } from '@backstage/types';
import {
  ChangeContext,
  ChangeKind,
  EngineOutcome,
  FinishStep,
  KindPlan,
  LockRequest,
} from '@orion/backstage-plugin-orion-changes-node';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { guestEntityRef } from '@orion/backstage-plugin-orion-proxmox-common';
import { checkAppliedState, PlanEnvelope } from '@orion/engines/terraform';
import { renderEngineLine } from '../terraform/renderEngineLine';
import { machineFacts, MachineFacts, RESOURCE } from './facts';
import { finishMachine } from './finishMachine';
import { CreateInput, createInputSchema, DESTROY_KIND } from './input';
import { listMachineMarks } from './listMachineMarks';
import {
  MachineDeps,
  machineInstance,
  providerEnv,
  readClient,
  requireIpam,
  resolveOrder,
} from './MachineTools';
import { machineCounts, machineLines, planFingerprint } from './planMachine';
import { absenceQuestion, proveMachineAbsence } from './proveAbsence';
import { recoverMachine } from './recoverMachine';
import { reserveMachine } from './reserveMachine';
import { verifyMachine } from './verifyMachine';
import { patience } from './patience';

type Ctx = ChangeContext<CreateInput>;

/** Clones a cloud-init template into a new virtual machine through Terraform. */
export class CreateMachineKind implements ChangeKind<CreateInput & JsonObject> {
  readonly id = 'virtual-machine.create';
  readonly version = 1;
  readonly title = 'Create a virtual machine';
  readonly description =
    'Clones a cloud-init template on Proxmox VE, with an address from NetBox.';
  readonly destructive = false;
  readonly inputSchema = createInputSchema as never;
  readonly quotaOnSuccess = 'becomes-live' as const;
  readonly #deps: MachineDeps;

  constructor(deps: MachineDeps) {
    this.#deps = deps;
  }

  describe(input: CreateInput) {
    return {
      title: `Create ${input.name}`,
      target: { system: `proxmox:${input.cluster}`, name: input.name },
    };
  }

  async owner(input: CreateInput): Promise<string> {
    return input.owner;
  }

  async quota(input: CreateInput) {
    const { size } = resolveOrder(this.#deps, input);
    return {
      vms: 1,
      cores: size.cores,
      memoryMib: size.memoryMib,
      diskGib: size.diskGib,
    };
  }

  async admit(input: CreateInput): Promise<void> {
    resolveOrder(this.#deps, input);
    requireIpam(this.#deps);
    await this.#deps.stack.assertUsable();
  }

  outcome({ cluster, name }: CreateInput, { vmid }: JsonObject) {
    return {
      entityRef: guestEntityRef(cluster, Number(vmid)),
      undo: {
        kind: DESTROY_KIND,
        title: `Destroy ${name}`,
        template: 'template:default/virtual-machine-destroy',
        // Whoever destroys types the name.
        values: { cluster, vmid, name: '' },
      },
    };
  }

  policyFacts(input: CreateInput): JsonObject {
    return { domain: input.domain, cluster: input.cluster };
  }

  lockKeys(ctx: Ctx): LockRequest[] {
    const { cluster, name } = ctx.change.input;
    const { vmid, schema } = machineFacts(ctx as never);
    const { cluster: config } = resolveOrder(this.#deps, ctx.change.input);
    return [
      { key: `state:${schema}`, mode: 'exclusive' },
      { key: `guest:${cluster}/${vmid}`, mode: 'exclusive' },
      { key: `name:${cluster}/${name}`, mode: 'exclusive' },
      { key: `cluster:${cluster}`, mode: 'semaphore', slots: 4 },
      {
        key: `clone:${cluster}/${config.datastore}`,
        mode: 'semaphore',
        slots: 2,
      },
      { key: `maintenance:${cluster}`, mode: 'shared' },
    ];
  }

  async reserve(ctx: Ctx): Promise<void> {
    await reserveMachine(this.#deps, ctx);
  }

  async plan(ctx: Ctx): Promise<KindPlan> {
    const planned = await this.#deps.stack.plan(
      ctx as never,
      'plan',
      machineInstance(this.#deps, ctx),
    );
    const { envelope, base, pins } = planned;
    const unexpected = envelope.plan.resourceChanges.filter(
      change => change.address !== RESOURCE || change.action !== 'create',
    );
    if (unexpected.length > 0) {
      throw new Error(
        `The plan of a new guest does more than create it: ${unexpected
          .map(change => `${change.action} ${change.address}`)
          .join(', ')}`,
      );
    }
    await this.#deps.stack.keepEnvelope(ctx as never, envelope);
    await ctx.saveFacts({ ...base });
    const own = [this.#addressLine(ctx)];
    return {
      counts: machineCounts(envelope, own),
      lines: [...this.#machineLines(ctx, envelope), ...own],
      pins,
      fingerprint: planFingerprint(envelope, base),
      blastRadius: [],
    };
  }

  async recheck(ctx: Ctx): Promise<string | undefined> {
    const facts = machineFacts(ctx as never);
    const { cluster } = resolveOrder(this.#deps, ctx.change.input);
    const pve = readClient(cluster, ctx.signal);
    try {
      if (!(await pve.isVmidFree(facts.vmid))) {
        return `VMID ${facts.vmid} was taken by another guest meanwhile: a new one is reserved and planned.`;
      }
    } finally {
      await pve.close();
    }
    const state = await this.#deps.stack.readState(facts.schema);
    if (state?.lineage !== facts.lineage || state?.serial !== facts.serial) {
      return 'The Terraform state changed since the plan.';
    }
    const { addresses } = await requireIpam(this.#deps).findByChange(
      String(ctx.change.id),
      patience(ctx),
    );
    if (!addresses.some(address => address.id === facts.addressId)) {
      return `NetBox no longer holds ${facts.address} for this change.`;
    }
    return undefined;
  }

  async prepareApply(ctx: Ctx) {
    return this.#deps.stack.apply(
      ctx as never,
      machineInstance(this.#deps, ctx),
    );
  }

  async checkApply(ctx: Ctx, outcome: EngineOutcome) {
    await this.#deps.stack.applyOutcome(ctx as never, outcome);
    const facts = machineFacts(ctx as never);
    const state = await this.#deps.stack.readState(facts.schema);
    const check = checkAppliedState(state, {
      base: { lineage: facts.lineage!, serial: facts.serial! },
      present: [RESOURCE],
    });
    return check.ok
      ? {
          ok: true,
          message: `Terraform made guest ${facts.vmid} on ${facts.node}.`,
          evidence: { serial: state!.serial },
        }
      : {
          ok: false,
          message: `Terraform reported success, but ${check.reasons.join(
            ', ',
          )}.`,
          evidence: { reasons: check.reasons },
        };
  }

  async recover(ctx: Ctx) {
    await this.#deps.stack.forgetPlan(ctx as never);
    return recoverMachine(this.#deps, ctx);
  }

  async verify(ctx: Ctx) {
    return verifyMachine(this.#deps, ctx);
  }

  finish(ctx: Ctx): FinishStep[] {
    return finishMachine(this.#deps, ctx);
  }

  async proveAbsence(ctx: Ctx) {
    return proveMachineAbsence(
      ctx as never,
      this.#deps.stack,
      absenceQuestion(this.#deps, ctx),
    );
  }

  async release(ctx: Ctx): Promise<void> {
    const { schema } = ctx.facts as Partial<MachineFacts>;
    const ipam = requireIpam(this.#deps);
    const changeId = String(ctx.change.id);
    // Never on the wire without an apply: then nobody remembers the address.
    const rest = ctx.change.attempt > 0;
    // Asked by the change's id: an address whose answer was lost is found too.
    const { addresses } = await ipam.findByChange(changeId, patience(ctx));
    for (const address of addresses) {
      await ipam.releaseAddress(
        { addressId: address.id, changeId, rest },
        patience(ctx),
      );
    }
    if (schema) {
      await this.#deps.stack.dropState(schema);
    }
  }

  async listMarks(signal: AbortSignal) {
    return listMachineMarks(this.#deps, signal);
  }

  secrets(): string[] {
    return [...this.#deps.clusters.values()]
      .filter(cluster => cluster.changeToken)
      .flatMap(cluster => this.#deps.stack.secrets(providerEnv(cluster)));
  }

  renderLogLine(line: string): string | undefined {
    return renderEngineLine(line);
  }

  /** The engine's line, with the size in words: what people compare with what they wanted. */
  #machineLines(ctx: Ctx, envelope: PlanEnvelope): PlanLine[] {
    const { input } = ctx.change;
    const { size, image } = resolveOrder(this.#deps, input);
    const { node, vmid } = machineFacts(ctx as never);
    const detail = `${size.cores} cores, ${size.memoryMib / 1024} GiB memory, ${
      size.diskGib
    } GiB disk, ${image.title}, ${node}/${vmid}`;
    return machineLines(envelope, `VM ${input.name}`).map(line => ({
      ...line,
      detail,
    }));
  }

  #addressLine(ctx: Ctx): PlanLine {
    const { address } = machineFacts(ctx as never);
    const { network } = resolveOrder(this.#deps, ctx.change.input);
    return {
      action: 'add',
      address: 'netbox.address',
      title: `address ${address}`,
      detail: `reserved in NetBox from ${network.prefix}, active after verification`,
      attributes: [{ path: 'address', after: address }],
    };
  }
}
