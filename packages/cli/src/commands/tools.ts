import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { TerraformEngine } from '@orion/engines/terraform';
import { paths } from '../util/paths';

/** The engine on PATH or in `.orion/tools`. */
export async function findEngine(): Promise<TerraformEngine | undefined> {
  return TerraformEngine.detect({ toolsDir: paths.tools });
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
