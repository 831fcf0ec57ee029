import { join } from 'node:path';
import { startRun, SupervisedRun } from '../supervisor';
import { engineEnvironment } from './engineEnvironment';
import { assertSchemaName } from './state/schemaName';
import { MAX_LOG_BYTES } from './types';

/** What all commands of one working directory share. @public */
export interface WorkspaceOptions {
  /** Holds the module copy, `terraform.tfvars.json` and the engine's files. */
  workDir: string;
  /** From {@link writeCliConfig}. */
  cliConfigFile: string;
  /** Schema of the stack's state; without it the module's own backend is used. */
  schema?: string;
  /** Connection URL of the state database. */
  connectionString?: string;
  /** What the provider reads, e.g. `PROXMOX_VE_ENDPOINT`, `SSL_CERT_FILE`. */
  providerEnv?: Readonly<Record<string, string>>;
  /** PATH of the engine and its children, default the system folders. */
  path?: string;
  /** Default 4. */
  parallelism?: number;
}

/** Where one command keeps its run; new for every command. @public */
export interface CommandOptions {
  /** Created by the command; refused when it already holds a run. */
  runDir: string;
}

/**
 * Options of {@link TerraformWorkspace.init}.
 *
 * @public
 */
export interface InitOptions extends CommandOptions {
  /** `readonly` (default) refuses a provider the lock file does not know. */
  lockfile?: 'readonly' | 'update';
}

/**
 * Options of {@link TerraformWorkspace.plan}.
 *
 * @public
 */
export interface PlanOptions extends CommandOptions {
  /** Default {@link TerraformWorkspace.planFile}. */
  planFile?: string;
  /** Plans the removal of everything in the state. */
  destroy?: boolean;
  /** Only compares the state with the world. */
  refreshOnly?: boolean;
  /** Default true; false for drift checks that must not hold up an apply. */
  lock?: boolean;
}

/** For the commands that read a plan file. @public */
export interface PlanFileOptions extends CommandOptions {
  /**
   * Default {@link TerraformWorkspace.planFile}.
   */
  planFile?: string;
}

const LOCK_TIMEOUT = '-lock-timeout=120s';

/**
 * One engine in one working directory. Every command is a supervised run that
 * outlives this process; the `...Result` functions read what came of it.
 *
 * @public
 */
export class TerraformWorkspace {
  /** Also `HOME` of the engine. */
  readonly workDir: string;
  /** Where plans go unless the caller says otherwise. */
  readonly planFile: string;

  /** Where the plan of a work folder lies, also without an engine. */
  static planFileOf(workDir: string): string {
    return join(workDir, '.orion', 'plan.tfplan');
  }

  readonly #binary: string;
  readonly #options: WorkspaceOptions;

  /** Throws when the schema's name would need quoting: it goes into SQL. */
  constructor(binary: string, options: WorkspaceOptions) {
    if (options.schema !== undefined) assertSchemaName(options.schema);
    this.#binary = binary;
    this.#options = options;
    this.workDir = options.workDir;
    this.planFile = TerraformWorkspace.planFileOf(options.workDir);
  }

  /** Needs the schema to be provisioned when there is one. */
  init({ runDir, lockfile = 'readonly' }: InitOptions) {
    const lock = lockfile === 'readonly' ? ['-lockfile=readonly'] : [];
    const args = ['init', '-input=false', '-no-color', '-reconfigure'];
    return this.#start(runDir, [...args, ...lock]);
  }

  /**
   * Writes the lock file from a mirror. For self-built providers, whose hashes
   * no release's lock file knows; do it once and keep the file.
   */
  lockProviders(options: CommandOptions & { mirrorDir: string }) {
    const mirror = `-fs-mirror=${options.mirrorDir}`;
    const args = ['providers', 'lock', '-no-color', mirror];
    return this.#start(options.runDir, args);
  }

  /**
   * Changes nothing but the plan file. Read it with {@link planResult}: exit
   * code 2 means changes, not failure.
   */
  plan(options: PlanOptions) {
    const { runDir, planFile = this.planFile, lock = true } = options;
    const args = ['plan', '-json', '-input=false', '-detailed-exitcode'];
    if (options.destroy) args.push('-destroy');
    if (options.refreshOnly) args.push('-refresh-only');
    args.push(lock ? LOCK_TIMEOUT : '-lock=false', this.#parallelism());
    return this.#start(runDir, [...args, `-out=${planFile}`]);
  }

  /**
   * Prints the plan file as JSON, secrets in clear. Read it with {@link
   * showResult}.
   */
  show({ runDir, planFile = this.planFile }: PlanFileOptions) {
    return this.#start(runDir, ['show', '-json', planFile]);
  }

  /** Applies exactly the plan file; a stale one is refused by the engine. */
  apply({ runDir, planFile = this.planFile }: PlanFileOptions) {
    const args = ['apply', '-json', '-input=false', LOCK_TIMEOUT];
    return this.#start(runDir, [...args, this.#parallelism(), planFile]);
  }

  /**
   * Writes an existing object into the state; the object itself stays
   * untouched.
   */
  importResource(options: CommandOptions & { address: string; id: string }) {
    const { runDir, address, id } = options;
    const args = ['import', '-input=false', '-no-color', LOCK_TIMEOUT];
    return this.#start(runDir, [...args, '--', address, id]);
  }

  /**
   * Takes back the mark that would make the next plan replace the resource.
   * Changes the state only.
   */
  untaint({ runDir, address }: CommandOptions & { address: string }) {
    const args = ['untaint', '-no-color', LOCK_TIMEOUT, '--', address];
    return this.#start(runDir, args);
  }

  /**
   * Takes no lock. Read it with {@link stateListResult}.
   */
  stateList({ runDir }: CommandOptions) {
    return this.#start(runDir, ['state', 'list']);
  }

  /**
   * The whole state, secrets in clear. Read it with {@link statePullResult}.
   */
  statePull({ runDir }: CommandOptions) {
    return this.#start(runDir, ['state', 'pull']);
  }

  /** Never forced: the engine checks lineage and serial. */
  statePush({ runDir, file }: CommandOptions & { file: string }) {
    return this.#start(runDir, ['state', 'push', LOCK_TIMEOUT, '--', file]);
  }

  /**
   * The module's outputs from the state. Read them with {@link outputResult}.
   */
  output({ runDir }: CommandOptions) {
    return this.#start(runDir, ['output', '-json']);
  }

  #parallelism() {
    return `-parallelism=${this.#options.parallelism ?? 4}`;
  }

  #start(runDir: string, args: string[]): Promise<SupervisedRun> {
    return startRun({
      dir: runDir,
      command: this.#binary,
      args,
      cwd: this.workDir,
      env: engineEnvironment(this.#options),
      limits: { maxOutputBytes: MAX_LOG_BYTES },
    });
  }
}
