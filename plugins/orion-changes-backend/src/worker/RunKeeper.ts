import { randomUUID } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  adoptRun,
  findRunIdentity,
  isProcessAlive,
  SupervisedRun,
  sweepRunDirectories,
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

export interface WatchOptions {
  signal: AbortSignal;
  /** False keeps the output out of the change's log. */
  log?: boolean;
  /** Asked at each look; the one signal is sent when it says yes. */
  shouldInterrupt?: () => Promise<boolean>;
}

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
  readonly #logger: LoggerService;

  constructor(deps: {
    knex: Knex;
    runDirectory: string;
    logger: LoggerService;
  }) {
    this.#knex = deps.knex;
    this.#root = deps.runDirectory;
    this.#logger = deps.logger;
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
    options: WatchOptions,
  ): Promise<SupervisedRun> {
    await this.#endOlder(subject, options.signal);
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
      const identity = await findRunIdentity(dir);
      if (identity) {
        // It came up too late to be noticed, but it runs.
        return adoptRun(dir, identity);
      }
      await this.#knex('change_runs')
        .where({ id })
        .update({
          ended_at: this.#knex.raw('clock_timestamp()'),
          exit_code: -1,
        });
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
  async findOpenRun(
    changeId: string,
    phase: RunRow['phase'],
  ): Promise<RunRow | undefined> {
    return this.#knex<RunRow>('change_runs')
      .where({ change_id: changeId, phase })
      .whereNull('ended_at')
      .orderBy('started_at', 'desc')
      .first();
  }

  async findLastRun(
    changeId: string,
    phase: RunRow['phase'],
  ): Promise<RunRow | undefined> {
    return this.#knex<RunRow>('change_runs')
      .where({ change_id: changeId, phase })
      .orderBy('started_at', 'desc')
      .first();
  }

  /**
   * The process behind a run row, live or ended; undefined when it never came to
   * be and, from here on, never will.
   *
   * @throws ServiceUnavailableError while the process lives but its directory is gone.
   */
  async adopt(row: RunRow): Promise<SupervisedRun | undefined> {
    const stored = row.pid
      ? { pid: row.pid, startTime: row.process_start!, bootId: row.boot_id! }
      : undefined;
    const until = Date.now() + START_GRACE_MS;
    for (;;) {
      const recorded = await findRunIdentity(row.run_dir);
      if (recorded) {
        return adoptRun(row.run_dir, stored ?? recorded);
      }
      if (stored) {
        if (await isProcessAlive(stored)) {
          throw new ServiceUnavailableError(
            `Engine ${stored.pid} still runs, but its directory is gone`,
          );
        }
        return undefined;
      }
      if (
        row.ended_at ||
        (await forbidStart(row.run_dir)) ||
        Date.now() > until
      ) {
        return undefined;
      }
      await sleep(100);
    }
  }

  /**
   * Follows a run to its end, copying its output.
   */
  async watch(
    subject: RunSubject,
    started: { row: RunRow; run: SupervisedRun },
    options: WatchOptions,
  ): Promise<EngineOutcome> {
    const { row, run } = started;
    const log = new RunLogWriter({ knex: this.#knex, run: row, subject });
    let interrupted = row.interrupted_at !== null;
    for (;;) {
      options.signal.throwIfAborted();
      const status = await run.status();
      if (options.log ?? true) {
        // What an engine did counts, also when its words cannot be kept.
        await log
          .copy({ final: status.state !== 'running' })
          .catch(error => this.#logger.warn(`Log of run ${row.id}: ${error}`));
      }
      if (status.state !== 'running') {
        const exitCode =
          status.state === 'exited' ? status.exitCode : undefined;
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
      await run.pause(POLL_MS, options.signal);
    }
  }

  /** Closes a run that left no process. */
  async closeLost(row: RunRow): Promise<EngineOutcome> {
    await this.#close(row.id, undefined);
    return {
      interrupted: row.interrupted_at !== null,
    };
  }

  /** Removes the folders of changes that are over; what still runs or holds the only copy of a state stays. */
  async sweep(isOver: (changeId: string) => Promise<boolean>): Promise<void> {
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    await sweepRunDirectories(this.#root, isOver);
  }

  /**
   * A worker that died may have left a plan or an import running in the same work
   * folder: two at once would write one plan file.
   */
  async #endOlder(subject: RunSubject, signal: AbortSignal): Promise<void> {
    const older = await this.#knex<RunRow>('change_runs')
      .where({ change_id: subject.changeId })
      .whereNull('ended_at')
      .whereNot({ phase: 'apply' })
      .where('fence', '<', subject.fence)
      .orderBy('started_at');
    for (const row of older) {
      const run = await this.adopt(row);
      await (run
        ? this.watch(
            subject,
            { row, run },
            {
              signal,
              log: false,
              shouldInterrupt: async () => row.phase === 'plan',
            },
          )
        : this.closeLost(row));
    }
  }

  /** The first to see the end records it: a worker that lost the change may see it later. */
  async #close(id: string, exitCode: number | undefined): Promise<void> {
    await this.#knex('change_runs')
      .where({ id })
      .whereNull('ended_at')
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
        throw new LeaseLostError(
          `Change #${subject.changeId} has another worker`,
        );
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

/**
 * Takes the place of a run that was announced and never came: a worker that
 * slept through its lease between the two can no longer start it. False when the
 * directory already belongs to a run, which then shows itself soon.
 */
async function forbidStart(dir: string): Promise<boolean> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  try {
    // The file `startRun` creates exclusively before it spawns.
    const record = await open(join(dir, 'run.json'), 'wx', 0o600);
    await record.writeFile(
      JSON.stringify({
        command: '-',
        args: [],
        cwd: '-',
        startedAt: '-',
        limits: {},
      }),
    );
    await record.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}
