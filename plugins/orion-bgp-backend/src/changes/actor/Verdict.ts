import { randomUUID } from 'node:crypto';
import { link, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readWhole, writeWhole } from './wholeFile';

/**
 * How an action's folder ends. `confirmed`: it stays. `superseded`: another
 * attempt took over. `reverting`: the time was over first, or it
 * was seen not to hold, and it is undone.
 */
export type Verdict = 'confirmed' | 'superseded' | 'reverting';

/** What the revert did. */
export interface Reverted {
  /** ISO UTC. */
  at: string;
  /** A whole sentence. */
  message: string;
  /**
   * Of a crossing of which every speaker of before is one again, or another one in its
   * place: what could not be switched off. Absent where it could not be undone, and in
   * reports of before this.
   */
  left?: { router: string; session: string }[];
  /** Who speaks in place of sessions whose router is dead; absent where nobody has to. */
  instead?: { router: string; session: string }[];
}

const VERDICT = 'verdict';
const REVERTED = 'reverted.json';
const ARMED = 'armed.json';
const ENDED = 'ended';

/**
 * Says how an action ends, unless somebody said so before: the portal and the
 * revert ask at the same time, and the file system lets one of them win.
 * Answers what holds.
 */
export async function decide(dir: string, verdict: Verdict): Promise<Verdict> {
  // A link is made whole and by one alone; a file would be empty for a moment.
  const draft = join(dir, `${VERDICT}.${randomUUID()}`);
  await writeFile(draft, verdict, { mode: 0o600 });
  try {
    await link(draft, join(dir, VERDICT));
    return verdict;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
    return (await readVerdict(dir))!;
  } finally {
    await unlink(draft);
  }
}

/** Undefined while it is open. */
export async function readVerdict(dir: string): Promise<Verdict | undefined> {
  return (await readOptional(join(dir, VERDICT))) as Verdict | undefined;
}

/** Whole or not at all. */
export async function writeReverted(
  dir: string,
  reverted: Reverted,
): Promise<void> {
  await writeWhole(dir, REVERTED, reverted);
}

/** Undefined while the revert did not end. */
export async function readReverted(dir: string): Promise<Reverted | undefined> {
  return readWhole(dir, REVERTED);
}

/** Written by the revert once it watches. */
export interface Armed {
  /** ISO UTC. */
  dueAt: string;
}

/** Says that somebody will undo the action. */
export async function writeArmed(dir: string, armed: Armed): Promise<void> {
  await writeWhole(dir, ARMED, armed);
}

/** Undefined where no revert ever watched. */
export async function readArmed(dir: string): Promise<Armed | undefined> {
  return readWhole(dir, ARMED);
}

/** Whoever acts does nothing any more. */
export async function writeEnded(dir: string): Promise<void> {
  await writeFile(join(dir, ENDED), '', { mode: 0o600 });
}

/** False also where it died: then nobody knows. */
export async function hasEnded(dir: string): Promise<boolean> {
  return (await readOptional(join(dir, ENDED))) !== undefined;
}

async function readOptional(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
