import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { dirname, join } from 'node:path';
import { findDaemon } from '@orion/lab';

/** What a tool took, with its output when it was asked for. */
export interface ToolRun {
  ms: number;
  output: string;
}

/** Runs a tool to its end; the output of one that prints a whole table is thrown away. */
export async function runTool(
  binary: string,
  args: string[],
  options: { keep?: boolean } = {},
): Promise<ToolRun> {
  const began = performance.now();
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', chunk => {
    if (options.keep) {
      chunks.push(chunk);
    }
  });
  const [code] = await once(child, 'close');
  if (code !== 0) {
    throw new Error(`${binary} ${args.join(' ')} ended with exit ${code}`);
  }
  return {
    ms: performance.now() - began,
    output: Buffer.concat(chunks).toString('utf8'),
  };
}

/** The tool that comes with a daemon. */
export function findTool(tool: 'birdc' | 'gobgp4'): string {
  const daemon = findDaemon(tool === 'birdc' ? 'bird' : 'gobgpd4');
  if (!daemon) {
    throw new Error(`${tool} has no daemon here: ./orion tools --peers`);
  }
  const path = join(dirname(daemon), tool);
  accessSync(path, constants.X_OK);
  return path;
}

/** The prefixes of `show route`, of all its tables. */
export function prefixesOfBirdc(output: string): Set<string> {
  const lines = output.matchAll(/^([0-9a-f.:]+\/\d+)\s/gm);
  return new Set([...lines].map(([, prefix]) => prefix));
}

/** The prefixes of `gobgp … -j`; it answers in words when there are none. */
export function prefixesOfGobgp(output: string): Set<string> {
  return output.trimStart().startsWith('{')
    ? new Set(Object.keys(JSON.parse(output)))
    : new Set();
}

/** What differs, in a line; undefined when nothing does. */
export function differenceOf(
  ours: Set<string>,
  theirs: Set<string>,
): string | undefined {
  const lacking = [...theirs].filter(prefix => !ours.has(prefix));
  const extra = [...ours].filter(prefix => !theirs.has(prefix));
  const some = (list: string[]) => `${list.length} (${list.slice(0, 3)})`;
  return lacking.length === 0 && extra.length === 0
    ? undefined
    : `ORION lacks ${some(lacking)} and has ${some(extra)} more`;
}
