import { spawn } from 'node:child_process';
import { once } from 'node:events';

const UNCAUGHT = 9;

/** Writes to a log whose reader went away; answers how the process ended. */
async function writeUnread(first: string): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      ...['-r', require.resolve('@backstage/cli/config/nodeTransform.cjs')],
      '-e',
      `${first}
      process.on('uncaughtException', () => process.exit(${UNCAUGHT}));
      process.stdin.once('end', () => {
        let lines = 0;
        setInterval(() => {
          console.log('a line');
          console.error('another one');
          if (++lines === 20) process.exit(0);
        }, 5);
      }).resume();`,
    ],
    { stdio: 'pipe' },
  );
  child.stdout.destroy();
  child.stderr.destroy();
  child.stdin.end();
  const [code] = await once(child, 'exit');
  return code;
}

describe('outliveLogReader', () => {
  it('goes on when nobody reads the log any more', async () => {
    const file = JSON.stringify(require.resolve('./outliveLogReader'));
    const call = `require(${file}).outliveLogReader();`;
    expect(await writeUnread(call)).toBe(0);
    // Without it each line is an uncaught error.
    expect(await writeUnread('')).toBe(UNCAUGHT);
  });
});
