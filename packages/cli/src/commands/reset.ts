import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { findRunning } from '../stack/upLock';
import { paths } from '../util/paths';

/** Removes the lab's state: its database, guests, addresses, record and secrets. */
export async function reset(options: { yes?: boolean }): Promise<void> {
  const running = findRunning();
  if (running) {
    throw new Error(`ORION is up (${running.url}): stop it first`);
  }
  const doomed = [
    paths.postgres,
    paths.lab,
    paths.runs,
    paths.secrets,
    `${paths.home}/record`,
  ];
  if (!options.yes && !(await confirmed(doomed))) {
    process.stdout.write('Nothing was removed.\n');
    return;
  }
  doomed.forEach(path => rmSync(path, { recursive: true, force: true }));
  process.stdout.write('The lab is empty. ./orion up makes a new one.\n');
}

async function confirmed(doomed: string[]): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new Error(
      'reset asks before it removes: run it in a terminal, or with --yes',
    );
  }
  const prompt = createInterface({
    input: process.stdin,
    output: process.stdout,
  });
  const answer = await prompt.question(
    `This removes the lab's database, guests, addresses and record:\n  ${doomed.join(
      '\n  ',
    )}\nType "reset" to go on: `,
  );
  prompt.close();
  return answer.trim() === 'reset';
}
