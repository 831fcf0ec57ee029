import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import {
  adoptRun,
  findRunIdentity,
  SupervisedRun,
} from '@orion/engines/supervisor';
import {
  EngineStart,
  EngineOutcome,
  LeaseLostError,
} from '@orion/backstage-plugin-orion-changes-node';
import { RunRow } from '../database/tables';
import { RunLogWriter } from './RunLogWriter';

/** How long a run without a recorded process is given to show one. */
const START_GRACE_MS = 3_000;
const POLL_MS = 250;

export interface RunSubject {
  changeId: string;
  attempt: number;
  fence: string;
  secrets: string[];
  renderLogLine(line: string): string | undefined;
}

/**
 * Starts engines, takes them up again after a restart, and turns their output
 * into the change's log.
 *
 * The run row is written before the process starts, and the process writes its
 * own identity into its directory: whichever of the two is missing after a
 * crash, nothing runs unseen.
 */
export class RunKeeper {
  readonly #knex: Knex;
  readonly #root: string;

  constructor(deps: { knex: Knex; runDirectory: string }) {
    this.#knex = deps.knex;
    this.#root = deps.runDirectory;
  }

  /** Work folder of a change, kept across attempts. */
  async workDir(changeId: string): Promise<string> {
    const dir = join(this.#root, changeId, 'work');
    await mkdir(dir, { recursive: true, mode: 0o700 });
    return dir;
  }

  /** Starts a command and waits for it. Used for what changes nothing real. */
  async exec(
    subject: RunSubject,
    phase: RunRow['phase'],
    command: EngineStart,
    options: { signal: AbortSignal; log?: boolean },
  ): Promise<SupervisedRun> {
    const started = await this.start(subject, phase, command);
    await this.watch(subject, started, options);
    return started.run;
  }

  async start(
    subject: RunSubject,
    phase: RunRow['phase'],
    command: EngineStart,
  ): Promise<{ row: RunRow; run: SupervisedRun }> {
    const id = randomUUID();
    const dir = join(this.#root, subject.changeId, `run-${id}`);
    await this.#insertRow(subject, phase, id, dir);
    const run = await command(dir).catch(async error => {
      await this.#knex('change_runs')
        .where({ id })
        .update({ ended_at: this.#knex.raw('clock_timestamp()'), exit_code: -1 });
      throw error;
    });
    const [row] = await this.#knex<RunRow>('change_runs')
      .where({ id })
      .update({
        pid: run.identity.pid,
        process_start: run.identity.startTime,
        boot_id: run.identity.bootId,
      })
      .returning('*');
    return { row, run };
  }

  /** The newest run of a phase that was never seen to end. */
  async findOpenRun(changeId: string, phase: RunRow['phase']): Promise<RunRow | undefined> {
    return this.#knex<RunRow>('change_runs')
      .where({ change_id: changeId, phase })
      .whereNull('ended_at')
      .orderBy('started_at', 'desc')
      .first();
  }

  async findLastRun(changeId: string, phase: RunRow['phase']): Promise<RunRow | undefined> {
    return this.#knex<RunRow>('change_runs')
      .where({ change_id: changeId, phase })
      .orderBy('started_at', 'desc')
      .first();
  }

  /** The process behind a run row, live or ended; undefined when it never came to be. */
  async adopt(row: RunRow): Promise<SupervisedRun | undefined> {
    const until = Date.now() + START_GRACE_MS;
    for (;;) {
      const identity = row.pid
        ? { pid: row.pid, startTime: row.process_start!, bootId: row.boot_id! }
        : await findRunIdentity(row.run_dir);
      if (identity) {
        return adoptRun(row.run_dir, identity);
      }
      if (Date.now() > until) {
        return undefined;
      }
      await sleep(100);
    }
  }

  /**
   * Follows a run to its end, copying its output.
   *
   * @param onTick - called at each look; sends the one signal when asked to.
   */
  async watch(
    subject: RunSubject,
    started: { row: RunRow; run: SupervisedRun },
    options: {
      signal: AbortSignal;
      log?: boolean;
      shouldInterrupt?: () => Promise<boolean>;
    },
  ): Promise<EngineOutcome> {
    const { row, run } = started;
    const log = new RunLogWriter({ knex: this.#knex, run: row, subject });
    let interrupted = row.interrupted_at !== null;
    for (;;) {
      options.signal.throwIfAborted();
      const status = await run.status();
      if (options.log ?? true) {
        await log.copy({ final: status.state !== 'running' });
      }
      if (status.state !== 'running') {
        const exitCode = status.state === 'exited' ? status.exitCode : undefined;
        await this.#close(row.id, exitCode);
        return { exitCode, run, interrupted };
      }
      if (!interrupted && (await options.shouldInterrupt?.())) {
        await run.interrupt();
        interrupted = true;
        await this.#knex('change_runs')
          .where({ id: row.id })
          .update({ interrupted_at: this.#knex.raw('clock_timestamp()') });
      }
      await sleep(POLL_MS, undefined, { signal: options.signal });
    }
  }

  /** Closes a run that left no process. */
  async closeLost(row: RunRow): Promise<EngineOutcome> {
    await this.#close(row.id, undefined);
    return {
      interrupted: row.interrupted_at !== null,
    };
  }

  async listRuns(changeId: string): Promise<RunRow[]> {
    return this.#knex<RunRow>('change_runs')
      .where({ change_id: changeId })
      .orderBy('started_at');
  }

  async #close(id: string, exitCode: number | undefined): Promise<void> {
    await this.#knex('change_runs')
      .where({ id })
      .update({
        ended_at: this.#knex.raw('clock_timestamp()'),
        exit_code: exitCode ?? null,
      });
  }

  /** Inserts the row only while the lease is ours: a worker that lost it must not start anything. */
  async #insertRow(
    subject: RunSubject,
    phase: RunRow['phase'],
    id: string,
    dir: string,
  ): Promise<void> {
    await this.#knex.transaction(async tx => {
      const owned = await tx('changes')
        .where({ id: subject.changeId, fence: subject.fence })
        .forUpdate()
        .first('id');
      if (!owned) {
        throw new LeaseLostError(`Change #${subject.changeId} has another worker`);
      }
      await tx('change_runs').insert({
        id,
        change_id: subject.changeId,
        attempt: subject.attempt,
        phase,
        fence: subject.fence,
        run_dir: dir,
      });
    });
  }
}
