/* The tests are a function, so that a real BIRD can be put to them as well. */
/* eslint-disable jest/no-export */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BirdClient } from './BirdClient';
import { normalize } from './normalize';

/** A BIRD whose world is `othersWorld`. */
export interface OthersTarget {
  path: string;
  /** The cache of validator1 goes away. */
  loseCache(): Promise<void>;
}

/** What is asked, in this order; `lose` has the cache go away. */
export const othersCommands = [
  'show protocols',
  'show protocols all kernel4',
  'show protocols all kernel6',
  'show protocols all validator1',
  'show protocols all validator2',
  'show protocols all "validator*"',
  'disable kernel4',
  'show protocols all kernel4',
  'enable kernel4 "on again"',
  'show protocols all kernel4',
  'disable validator1 "maint CHG-42"',
  'show protocols validator1',
  'show protocols all validator1',
  'enable validator1',
  'show protocols all validator1',
  'lose',
  'show protocols',
  'show protocols all validator1',
  'disable validator2',
  'show protocols all validator2',
] as const;

/** The answers to {@link othersCommands}; what takes a moment is waited for. */
export async function askOthers(
  target: OthersTarget,
): Promise<{ command: string; reply: string[] }[]> {
  const client = await BirdClient.connect(target.path);
  const until = async (word: string) => {
    for (let tries = 0; tries < 200; tries++) {
      if ((await client.ask('show protocols validator1')).includes(word)) {
        return;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`validator1 is not ${word} within 10 s`);
  };
  try {
    const answers = [];
    for (const command of othersCommands) {
      if (command === 'lose') {
        await target.loseCache();
        await until('Transport-Error');
      } else {
        const reply = normalize(await client.ask(command));
        answers.push({ command, reply });
      }
      if (command === 'enable validator1') {
        await until('Established');
      }
    }
    return answers;
  } finally {
    client.close();
  }
}

/**
 * Defines the Jest test of what BIRD says of what is no session: its kernels and
 * its caches of ROAs. The same holds for a real BIRD 2.0.12.
 */
export function othersContract(given: () => OthersTarget): void {
  it('tells of kernels and caches', async () => {
    const recorded = JSON.parse(
      // eslint-disable-next-line no-restricted-syntax -- only tests call it
      readFileSync(join(__dirname, 'recorded-others-2.0.12.json'), 'utf8'),
    );
    expect(await askOthers(given())).toEqual(recorded);
  });
}
