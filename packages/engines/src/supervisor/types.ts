/**
 * What tells one process from every other one: a pid is reused, a pid with its
 * start time and boot is not.
 *
 * @public
 */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks since boot on Linux, the text of `ps -o lstart=` elsewhere. */
  startTime: string;
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

/** @public */
export interface StartRunOptions {
  /** The run directory; created 0700, must not hold another run. */
  dir: string;
  /** Absolute path, or a name looked up in `env.PATH`. */
  command: string;
  args: readonly string[];
  cwd: string;
  /** The whole environment: nothing of the parent's is added. */
  env: Readonly<Record<string, string>>;
  limits?: RunLimits;
}

/** @public */
export type EndedRunStatus =
  | { state: 'exited'; exitCode: number; endedAt: Date }
  /** The process is gone and nobody saw its exit code. */
  | { state: 'lost' };

/** @public */
export type RunStatus = { state: 'running' } | EndedRunStatus;

/** @public */
export type InterruptOutcome = 'sent' | 'already-sent' | 'gone';

/** @public */
export interface WaitOptions {
  signal?: AbortSignal;
  /** Longest pause between two looks, default 250 ms. */
  pollMs?: number;
  timeoutMs?: number;
}

/**
 * A process that outlives the one that started it; everything known about it
 * lies in its run directory.
 *
 * @public
 */
export interface SupervisedRun {
  readonly dir: string;
  readonly identity: ProcessIdentity;
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

/** @public */
export type OutputStream = 'stdout' | 'stderr';
