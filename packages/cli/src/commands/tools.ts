import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { TerraformEngine } from '@orion/engines/terraform';
import { paths } from '../util/paths';
import { runCommand } from '../util/runCommand';

/** The engine on PATH or in `.orion/tools`. */
export async function findEngine(): Promise<TerraformEngine | undefined> {
  return TerraformEngine.detect({ toolsDir: paths.tools });
}

/** True when Terraform finds the Proxmox provider without asking a registry. */
export function hasProvider(): boolean {
  return existsSync(join(paths.tools, 'terraform-mirror'));
}

/**
 * What `up` does about missing tools: builds the provider when Go is there, and
 * otherwise says what will be refused. The portal runs either way.
 */
export async function ensureTools(): Promise<string> {
  const engine = await findEngine();
  if (!engine) {
    return 'no engine: put tofu or terraform on PATH; until then orders are refused';
  }
  const name = `${engine.product} ${engine.version}`;
  if (hasProvider()) {
    return `${name}, provider in .orion/tools`;
  }
  if (!hasGo()) {
    return `${name}; without Go the provider comes from the engine's registry`;
  }
  const { code, output } = await runCommand(
    'sh',
    [join(paths.root, 'tools/build-provider.sh')],
    {
      logFile: join(paths.logs, 'tools.log'),
      env: { ORION_HOME: paths.home },
    },
  );
  if (code !== 0) {
    throw new Error(`the provider did not build: ${output.slice(-500)}`);
  }
  return `${name}, provider built`;
}

function hasGo(): boolean {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some(folder => existsSync(join(folder, 'go')));
}

/** Gets what is missing: the engine's provider, and says how to get an engine. */
export async function tools(): Promise<void> {
  const engine = await findEngine();
  process.stdout.write(
    engine
      ? `engine    ${engine.product} ${engine.version} (${engine.binary})\n`
      : 'engine    none: put tofu or terraform on PATH, or into .orion/tools/bin\n',
  );
  await runScript('tools/build-provider.sh');
}

function runScript(script: string): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn('sh', [join(paths.root, script)], {
      cwd: paths.root,
      env: { ...process.env, ORION_HOME: paths.home },
      stdio: 'inherit',
    });
    child.once('error', fail);
    child.once('exit', code =>
      code === 0
        ? done()
        : fail(new Error(`${script} ended with exit ${code}`)),
    );
  });
}
