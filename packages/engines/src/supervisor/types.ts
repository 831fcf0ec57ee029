/**
 * What tells one process from every other one: a pid is reused, a pid with its
 * start time and boot is not.
 *
 * @public
 */
export interface ProcessIdentity {
  /** Of the engine itself, not of the shell that started it. */
  pid: number;
  /** Clock ticks since boot on Linux, the text of `ps -o lstart=` elsewhere. */
  startTime: string;
  /**
   * `/proc/sys/kernel/random/boot_id` on Linux, `kern.boottime` elsewhere, `-`
   * where unknown.
   */
  bootId: string;
}

/** Limits of one run. @public */
export interface RunLimits {
  /**
   * Bytes of each output stream that are ever read back. The engine itself is
   * never stopped for writing more: that would lose its state.
   */
  maxOutputBytes?: number;
}

/** What to run, where, and with which environment. @public */
export interface StartRunOptions {
  /** The run directory; created 0700, must not hold another run. */
  dir: string;
  /** Absolute path, or a name looked up in `env.PATH`. */
  command: string;
  /** Given to the command one by one: no shell reads them. */
  args: readonly string[];
  /** Must exist, or the start fails with `ENOENT`. */
  cwd: string;
  /** The whole environment: nothing of the parent's is added. */
  env: Readonly<Record<string, string>>;
  /** Kept in the run directory, so they hold after a restart too. */
  limits?: RunLimits;
}

/**
 * How a run ended. `endedAt` has whole seconds; a signal's exit code is 128
 * plus its number.
 *
 * @public
 */
export type EndedRunStatus =
  | { state: 'exited'; exitCode: number; endedAt: Date }
  /** The process is gone and nobody saw its exit code. */
  | { state: 'lost' };

/** Where a run is; `lost` and `exited` are final. @public */
export type RunStatus = { state: 'running' } | EndedRunStatus;

/**
 * `already-sent` also when another process sent it; `gone` when there was
 * nobody left to get it.
 *
 * @public
 */
export type InterruptOutcome = 'sent' | 'already-sent' | 'gone';

/** How long to wait and how often to look. @public */
export interface WaitOptions {
  /** Ends the waiting with its reason, not the run. */
  signal?: AbortSignal;
  /** Longest pause between two looks, default 250 ms. */
  pollMs?: number;
  /** Default: waits without end. */
  timeoutMs?: number;
}

/**
 * A process that outlives the one that started it; everything known about it
 * lies in its run directory.
 *
 * @public
 */
export interface SupervisedRun {
  /** The run directory, absolute when the start was. */
  readonly dir: string;
  /** Store it with the directory: both together find the run again. */
  readonly identity: ProcessIdentity;
  /**
   * Read from the files and the process table at every call; starts and changes
   * nothing.
   */
  status(): Promise<RunStatus>;
  /**
   * Waits for the end. Throws the signal's reason, or a `TimeoutError`; neither
   * touches the process.
   */
  wait(options?: WaitOptions): Promise<EndedRunStatus>;
  /**
   * Waits for a time in milliseconds, or less when the run ends meanwhile: the
   * pause between two looks. Throws the signal's reason.
   */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Sends the one SIGTERM this run may ever get.
   *
   * @remarks
   * A second signal makes Terraform exit at once with nothing saved. The marker
   * file is created exclusively before the signal, so two processes cannot both
   * send, and a crash between the two means no signal rather than two.
   */
  interrupt(): Promise<InterruptOutcome>;
}

/** The two streams of a run, each in a file. @public */
export type OutputStream = 'stdout' | 'stderr';
