import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  decide,
  readArmed,
  Reverted,
  readReverted,
  readVerdict,
  Verdict,
} from './actor/Verdict';

/** How the action of one attempt stands. */
export interface AttemptStanding {
  dir: string;
  /** Somebody watched over it. */
  dueAt?: string;
  verdict?: Verdict;
  reverted?: Reverted;
}

const NAME = /^action-(\d+)$/;

/**
 * The folders of a change's attempts, in its work folder: what the actor was
 * told, and how it ended. They outlive every process.
 */
export class ActionFolders {
  readonly #workDir: string;

  constructor(workDir: string) {
    this.#workDir = workDir;
  }

  /** A new folder for an attempt; one of a spawn that never came to be is used again. */
  async open(attempt: number): Promise<string> {
    const dir = join(this.#workDir, `action-${attempt}`);
    await mkdir(dir, { recursive: true, mode: 0o700 });
    return dir;
  }

  /** Oldest first. */
  async list(): Promise<AttemptStanding[]> {
    const names = await readdir(this.#workDir);
    const attempts = names
      .filter(name => NAME.test(name))
      .sort((a, b) => Number(NAME.exec(a)![1]) - Number(NAME.exec(b)![1]));
    return Promise.all(
      attempts.map(async name => {
        const dir = join(this.#workDir, name);
        const armed = await readArmed(dir);
        const reverted = await readReverted(dir);
        return {
          dir,
          dueAt: armed?.dueAt,
          // On a full disk it undid what it could not say before.
          verdict:
            (await readVerdict(dir)) ?? (reverted ? 'reverting' : undefined),
          reverted,
        };
      }),
    );
  }

  /**
   * Says of every attempt how it ends, unless its revert said so first. Answers
   * the attempts of which that is so.
   */
  async decide(verdict: Verdict): Promise<AttemptStanding[]> {
    const late: AttemptStanding[] = [];
    for (const attempt of await this.list()) {
      const isUndone = attempt.verdict === 'reverting';
      if (isUndone || (await decide(attempt.dir, verdict)) === 'reverting') {
        late.push(attempt);
      }
    }
    return late;
  }
}
