export { adoptRun, findRunIdentity } from './adoptRun';
export { freeDiskBytes } from './freeDiskBytes';
export { findProcessIdentity, isProcessAlive } from './processIdentity';
export { readRunOutput } from './readRunOutput';
export type { ReadRunOutputOptions, RunOutput } from './readRunOutput';
export { findExecutable } from './resolveCommand';
export { RunStartError } from './RunStartError';
export { startRun } from './startRun';
export { sweepRunDirectories } from './sweepRunDirectories';
export type { SweepResult } from './sweepRunDirectories';
export { tailLines } from './tailLines';
export type { TailLinesOptions } from './tailLines';
export type {
  EndedRunStatus,
  InterruptOutcome,
  OutputStream,
  ProcessIdentity,
  RunLimits,
  RunStatus,
  StartRunOptions,
  SupervisedRun,
  WaitOptions,
} from './types';
