import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  applyResult,
  initResult,
  PgStateStore,
  planResult,
  showResult,
  TerraformEngine,
  TerraformWorkspace,
  WorkspaceOptions,
  writeCliConfig,
  writeVariables,
} from '../terraform';
import { temporaryFolder } from './temporaryFolder';

/** A working directory with an engine and its state, for tests. */
export interface EngineWorld {
  schema: string;
  workspace: TerraformWorkspace;
  /** What another process needs to open the same workspace. */
  options: WorkspaceOptions;
  store: PgStateStore;
  /** A new run directory. */
  runDir(): string;
  init(): Promise<void>;
  /** Plans and reads the plan. */
  plan(options?: Partial<Parameters<TerraformWorkspace['plan']>[0]>): Promise<
    Awaited<ReturnType<typeof planResult>> & {
      plan: Awaited<ReturnType<typeof showResult>>;
    }
  >;
  apply(planFile?: string): ReturnType<typeof applyResult>;
}

let worlds = 0;

/** A module of the built-in provider with its state in a database. */
export async function engineWorld(
  url: string,
  module: string,
  variables = {},
): Promise<EngineWorld> {
  const engine = await TerraformEngine.detect();
  if (!engine) throw new Error('no engine');
  worlds += 1;
  const schema = `world_${process.pid}_${worlds}`;
  const workDir = join(await temporaryFolder(), 'work');
  await mkdir(workDir, { mode: 0o700 });
  await writeFile(
    join(workDir, 'main.tf'),
    `terraform {\n  backend "pg" {}\n}\n${module}`,
  );
  await writeVariables(workDir, variables);
  const cliConfigFile = await writeCliConfig(workDir);
  const options = { workDir, cliConfigFile, schema, connectionString: url };
  const workspace = engine.workspace(options);
  const store = PgStateStore.create({ connectionString: url });
  let runs = 0;
  const runDir = () => join(workDir, '.orion', `run-${++runs}`);
  return {
    schema,
    workspace,
    options,
    store,
    runDir,
    async init() {
      await store.provision({ schema });
      await initResult(await workspace.init({ runDir: runDir() }));
    },
    async plan(more = {}) {
      const run = await workspace.plan({ runDir: runDir(), ...more });
      const result = await planResult(run);
      const { planFile } = more;
      const show = await workspace.show({ runDir: runDir(), planFile });
      return { ...result, plan: await showResult(show) };
    },
    async apply(planFile) {
      const run = await workspace.apply({ runDir: runDir(), planFile });
      return applyResult(run);
    },
  };
}

/** True when the text is nowhere in the process list. */
export async function isInProcessList(text: string): Promise<boolean> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'args']);
  return stdout.includes(text);
}
