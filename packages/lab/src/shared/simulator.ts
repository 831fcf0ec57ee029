/**
 * What every simulator of the lab takes. `port` 0 picks a free one; without
 * `stateDir` the state lives in memory only and ends with the process.
 */
export interface SimulatorOptions {
  host?: string;
  port: number;
  /** Port of the fault switches; the product never talks to it. */
  controlPort?: number;
  /** Folder of the simulator's snapshot, certificates and tokens. */
  stateDir?: string;
  log?: (line: string) => void;
}

/** A simulator that listens. `stop` may be called twice and writes the last snapshot. */
export interface RunningSimulator {
  readonly name: string;
  /** Base URL of the simulated system, without a trailing slash. */
  readonly url: string;
  readonly controlUrl?: string;
  stop(): Promise<void>;
}
