import { readWhole, writeWhole } from '../../actor/wholeFile';

const FILE = 'proven.json';

/** Says that so many steps of the order, from the first on, are proven. */
export async function writeProven(dir: string, count: number): Promise<void> {
  await writeWhole(dir, FILE, { count });
}

/** 0 before the first one, and in folders of before this. */
export async function readProven(dir: string): Promise<number> {
  const proven = await readWhole<{ count: number }>(dir, FILE);
  return proven?.count ?? 0;
}
