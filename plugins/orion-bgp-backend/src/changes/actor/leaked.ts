import { readWhole, writeWhole } from './wholeFile';

const FILE = 'leaked.json';

/** Says that what was done let out what must not go out: whoever undoes it silences first. */
export async function writeLeaked(dir: string): Promise<void> {
  await writeWhole(dir, FILE, {});
}

export async function hasLeaked(dir: string): Promise<boolean> {
  return (await readWhole(dir, FILE)) !== undefined;
}
