import { ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

// eslint-disable-next-line no-restricted-syntax -- runs from source only
const ENGINES = join(__dirname, '../index.ts');

/**
 * Another Node process that runs `body` with this package's exports in scope as `engines`,
 * so that tests can kill a parent or race two of them. The body's last word goes
 * out with `say(value)`.
 */
export function startParent(body: string, argument: unknown = {}) {
  const script = `
    const engines = require(${JSON.stringify(ENGINES)});
    const argument = ${JSON.stringify(argument)};
    const say = value => process.stdout.write(JSON.stringify(value) + '\\n');
    (async () => { ${body} })().catch(error => {
      console.error(error);
      process.exit(1);
    });
  `;
  const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');
  const child = spawn(process.execPath, ['-r', transform, '-e', script], {
    // Its own group, as a shell would give it: Ctrl-C goes to the group.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'test' },
  });
  return { child, said: () => firstLine(child) };
}

function firstLine(child: ChildProcess): Promise<any> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', chunk => {
      text += chunk;
      if (text.includes('\n')) resolve(JSON.parse(text.split('\n')[0]));
    });
    child.once('exit', code => reject(new Error(`parent ended with ${code}`)));
  });
}
