import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ServiceUnavailableError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  applyResult,
  copyModule,
  importResult,
  InitCache,
  initResult,
  lockFileDigest,
  PgStateStore,
  PlanEnvelope,
  planResult,
  showResult,
  StateBase,
  StateSnapshot,
  TerraformEngine,
  TerraformWorkspace,
  untaintResult,
  writeCliConfig,
  writeVariables,
} from '@orion/engines/terraform';
import {
  ChangeContext,
  EngineOutcome,
  EngineStart,
} from '@orion/backstage-plugin-orion-changes-node';
import { TerraformConfig } from '../../config';

/** What one stack instance is: a module, a state, and what the provider is told. */
export interface StackInstance {
  stack: string;
  /** Schema of the state, `vm_<cluster>_<vmid>`. */
  schema: string;
  variables: JsonObject;
  providerEnv: Record<string, string>;
}

/** A fresh plan with everything it is pinned to. */
export interface StackPlan {
  envelope: PlanEnvelope;
  base: StateBase;
  pins: Record<string, string>;
  hasChanges: boolean;
}

const PLAN = 'plan';
const ENVELOPE = 'envelope';

/**
 * Terraform for kinds of change: prepares a work folder, plans, applies, and
 * gives recovery its tools. Plans leave the work folder only encrypted.
 */
export class TerraformStack {
  readonly #config: TerraformConfig;
  readonly #initialised = new InitCache();
  #engine: Promise<TerraformEngine | undefined> | undefined;

  constructor(config: TerraformConfig) {
    this.#config = config;
  }

  /** @throws ServiceUnavailableError saying how to get an engine, or which key is missing. */
  async assertUsable(): Promise<TerraformEngine> {
    const { binaries, toolsDirectory, stateConnectionString } = this.#config;
    this.#engine ??= TerraformEngine.detect({
      candidates: binaries,
      toolsDir: toolsDirectory,
    });
    const engine = await this.#engine;
    if (!engine) {
      this.#engine = undefined;
      throw new ServiceUnavailableError(
        'Neither tofu nor terraform is installed here. Run ./orion tools, or put one on PATH.',
      );
    }
    if (!stateConnectionString) {
      throw new ServiceUnavailableError(
        'No state database: set orion.terraform.state.connectionString.',
      );
    }
    return engine;
  }

  async plan(
    ctx: ChangeContext,
    phase: 'plan' | 'recover',
    instance: StackInstance,
    options: { destroy?: boolean } = {},
  ): Promise<StackPlan> {
    const engine = await this.assertUsable();
    const { workspace, moduleDigest, base } = await this.#prepare(
      ctx,
      phase,
      instance,
    );
    const planned = await planResult(
      await ctx.exec(phase, runDir => workspace.plan({ runDir, ...options })),
      { planFile: workspace.planFile },
    );
    const plan = await showResult(
      await ctx.exec(phase, runDir => workspace.show({ runDir }), {
        log: false,
      }),
    );
    const envelope: PlanEnvelope = {
      plan,
      moduleDigest,
      lockFileDigest: await lockFileDigest(workspace.workDir),
      engineDigest: engine.digest,
    };
    await ctx.putArtifact(PLAN, await readFile(workspace.planFile), {
      consumable: true,
    });
    await rm(workspace.planFile);
    const before = await this.#state().read({ schema: instance.schema });
    return {
      envelope,
      hasChanges: planned.hasChanges,
      base: before ? { lineage: before.lineage, serial: before.serial } : base,
      pins: {
        engine: `${engine.product} ${engine.version} ${engine.digest}`,
        module: `${instance.stack} ${moduleDigest}`,
        ...(envelope.lockFileDigest
          ? { lockFile: envelope.lockFileDigest }
          : {}),
      },
    };
  }

  /** Keeps what was approved, for the subset test of a recovery. */
  async keepEnvelope(
    ctx: ChangeContext,
    envelope: PlanEnvelope,
  ): Promise<void> {
    await ctx.putArtifact(ENVELOPE, Buffer.from(JSON.stringify(envelope)));
  }

  async approvedEnvelope(ctx: ChangeContext): Promise<PlanEnvelope> {
    const stored = await ctx.getArtifact(ENVELOPE);
    if (!stored) {
      throw new Error(
        'What was approved is no longer stored: nothing can be compared with it',
      );
    }
    return JSON.parse(Buffer.from(stored).toString('utf8'));
  }

  /** The command that applies the stored plan. The file is there only for this run. */
  async apply(
    ctx: ChangeContext,
    instance: StackInstance,
  ): Promise<EngineStart> {
    const workspace = await this.#workspace(ctx, instance);
    const initialised = await exists(join(workspace.workDir, '.terraform'));
    if (!initialised) {
      // Another machine than the one that planned.
      await this.#prepare(ctx, 'recover', instance);
    }
    const plan = await ctx.getArtifact(PLAN);
    if (!plan) {
      throw new Error(
        'The plan is no longer stored: it was consumed or expired',
      );
    }
    await mkdir(dirname(workspace.planFile), { recursive: true, mode: 0o700 });
    await writeFile(workspace.planFile, plan, { mode: 0o600 });
    return runDir => workspace.apply({ runDir });
  }

  /** The engine's own account of a run; throws `EngineError` with its diagnostics. */
  async applyOutcome(ctx: ChangeContext, outcome: EngineOutcome) {
    await this.forgetPlan(ctx);
    if (!outcome.run) {
      throw new Error('The engine never started');
    }
    return applyResult(outcome.run);
  }

  /** The plan in clear is of no use after its run, however that ended. */
  async forgetPlan(ctx: ChangeContext): Promise<void> {
    await rm(TerraformWorkspace.planFileOf(ctx.workDir), { force: true });
  }

  async importResource(
    ctx: ChangeContext,
    instance: StackInstance,
    address: string,
    id: string,
  ) {
    const { workspace } = await this.#prepare(ctx, 'recover', instance);
    await importResult(
      await ctx.exec('recover', runDir =>
        workspace.importResource({ runDir, address, id }),
      ),
    );
  }

  async untaint(ctx: ChangeContext, instance: StackInstance, address: string) {
    const { workspace } = await this.#prepare(ctx, 'recover', instance);
    await untaintResult(
      await ctx.exec('recover', runDir =>
        workspace.untaint({ runDir, address }),
      ),
    );
  }

  async readState(schema: string): Promise<StateSnapshot | undefined> {
    return this.#state().read({ schema });
  }

  async isLocked(schema: string): Promise<boolean> {
    return this.#state().isLocked({ schema });
  }

  /** A state the engine could not write is stored only over exactly the state its run began with. */
  async recoverErroredState(
    ctx: ChangeContext,
    schema: string,
    base: StateBase,
  ): Promise<string | undefined> {
    const path = join(ctx.workDir, 'errored.tfstate');
    const content = await readFile(path).catch(() => undefined);
    if (!content) {
      return undefined;
    }
    await ctx.putArtifact('errored-state', content);
    const result = await this.#state().pushErrored({
      schema,
      erroredState: content.toString('utf8'),
      base,
    });
    if (!result.pushed) {
      return `errored.tfstate was not stored: ${result.reason}`;
    }
    await rm(path);
    return undefined;
  }

  async dropState(schema: string): Promise<void> {
    await this.#state().drop({ schema });
  }

  /** Exact values that must never be shown. */
  secrets(providerEnv: Record<string, string>): string[] {
    const { stateConnectionString } = this.#config;
    const password =
      stateConnectionString && new URL(stateConnectionString).password;
    return [
      ...Object.entries(providerEnv)
        .filter(([name]) => /TOKEN|PASSWORD|SECRET/.test(name))
        .flatMap(([, value]) => [value, value.split('=').pop()!]),
      ...(stateConnectionString ? [stateConnectionString] : []),
      ...(password ? [decodeURIComponent(password)] : []),
    ];
  }

  async #prepare(
    ctx: ChangeContext,
    phase: 'plan' | 'recover',
    instance: StackInstance,
  ) {
    const source = join(this.#config.stacksDirectory, instance.stack);
    const { digest: moduleDigest } = await copyModule(source, ctx.workDir);
    await writeVariables(ctx.workDir, instance.variables);
    const base = await this.#state().provision({ schema: instance.schema });
    const workspace = await this.#workspace(ctx, instance);
    const { digest } = await this.assertUsable();
    const locked = await lockFileDigest(source);
    const key = [source, moduleDigest, locked, digest].join(' ');
    if (!(await this.#initialised.restore(key, workspace.workDir))) {
      const lockfile = locked ? 'readonly' : 'update';
      await initResult(
        await ctx.exec(phase, runDir => workspace.init({ runDir, lockfile })),
      );
      await this.#initialised.keep(key, workspace.workDir);
    }
    return { workspace, moduleDigest, base };
  }

  async #workspace(
    ctx: ChangeContext,
    instance: StackInstance,
  ): Promise<TerraformWorkspace> {
    const engine = await this.assertUsable();
    const { toolsDirectory, stateConnectionString } = this.#config;
    const mirror = toolsDirectory && join(toolsDirectory, 'terraform-mirror');
    const cliConfigFile = await writeCliConfig(ctx.workDir, {
      mirrorDir: mirror && (await exists(mirror)) ? mirror : undefined,
    });
    return engine.workspace({
      workDir: ctx.workDir,
      cliConfigFile,
      schema: instance.schema,
      connectionString: stateConnectionString,
      providerEnv: instance.providerEnv,
    });
  }

  #state() {
    const connectionString = this.#config.stateConnectionString!;
    return PgStateStore.create({ connectionString });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
