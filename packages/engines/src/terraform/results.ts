import { stat } from 'node:fs/promises';
import { JsonValue } from '@backstage/types';
import { SupervisedRun, WaitOptions } from '../supervisor';
import { EngineError } from './EngineError';
import { parsePlan } from './plan/parsePlan';
import { TerraformPlan } from './plan/planTypes';
import { readWholeOutput } from '../readWholeOutput';
import { parseState } from './state/parseState';
import { StateSnapshot } from './state/StateStore';
import { EnginePhase, MAX_LOG_BYTES, MAX_PLAN_BYTES } from './types';
import { parseTextDiagnostics } from './ui/parseTextDiagnostics';
import { RunProgress } from './ui/runProgress';
import { parseUiStream } from './ui/UiStream';

async function exitCodeOf(
  run: SupervisedRun,
  phase: EnginePhase,
  options?: WaitOptions,
): Promise<number> {
  const end = await run.wait(options);
  if (end.state === 'exited') return end.exitCode;
  const message = 'the engine ended and nobody saw its exit code';
  throw new EngineError({ phase, reason: 'lost', message });
}

async function textFailure(
  run: SupervisedRun,
  phase: EnginePhase,
  exitCode: number,
) {
  const { text } = await readWholeOutput(run.dir, 'stderr', MAX_LOG_BYTES);
  const diagnostics = parseTextDiagnostics(text);
  return new EngineError({ phase, reason: 'failed', exitCode, diagnostics });
}

/** For the commands that print for people. */
async function textResult(
  run: SupervisedRun,
  phase: EnginePhase,
  options?: WaitOptions,
): Promise<void> {
  const exitCode = await exitCodeOf(run, phase, options);
  if (exitCode !== 0) throw await textFailure(run, phase, exitCode);
}

/** For the commands whose standard output is the result. */
async function stdoutResult(
  run: SupervisedRun,
  phase: EnginePhase,
  maxBytes: number,
  options?: WaitOptions,
): Promise<string> {
  await textResult(run, phase, options);
  const { text, tooLarge } = await readWholeOutput(run.dir, 'stdout', maxBytes);
  if (tooLarge) {
    const message = `the output is larger than ${maxBytes} bytes`;
    throw new EngineError({ phase, reason: 'too-large', message });
  }
  return text;
}

/** For the commands with a `-json` stream. */
async function streamResult(
  run: SupervisedRun,
  phase: EnginePhase,
  allowed: number[],
  options?: WaitOptions,
) {
  const exitCode = await exitCodeOf(run, phase, options);
  const { text } = await readWholeOutput(run.dir, 'stdout', MAX_LOG_BYTES);
  const progress = parseUiStream(text);
  if (allowed.includes(exitCode)) return { exitCode, progress };
  let { diagnostics } = progress;
  if (!diagnostics.some(found => found.severity === 'error')) {
    // Errors before the stream begins, and crashes, are on stderr.
    const stderr = await readWholeOutput(run.dir, 'stderr', MAX_LOG_BYTES);
    diagnostics = [...diagnostics, ...parseTextDiagnostics(stderr.text)];
  }
  throw new EngineError({ phase, reason: 'failed', exitCode, diagnostics });
}

function readable<T>(phase: EnginePhase, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const message = `unexpected output: ${(error as Error).message}`;
    throw new EngineError({ phase, reason: 'unreadable', message });
  }
}

/** What `plan` found. @public */
export interface PlanResult {
  /** From the exit code; true for changed outputs too. */
  hasChanges: boolean;
  /** What the stream told on the way: drift, warnings, counts. */
  progress: RunProgress;
}

/** Waits for the run; throws {@link EngineError} unless it succeeded. @public */
export function initResult(run: SupervisedRun, options?: WaitOptions) {
  return textResult(run, 'init', options);
}

/** As {@link initResult}, for `providers lock`. @public */
export function lockResult(run: SupervisedRun, options?: WaitOptions) {
  return textResult(run, 'lock', options);
}

/**
 * As {@link initResult}; also refuses a plan file above the size limit when its
 * path is given.
 *
 * @public
 */
export async function planResult(
  run: SupervisedRun,
  options?: WaitOptions & { planFile?: string },
): Promise<PlanResult> {
  const result = await streamResult(run, 'plan', [0, 2], options);
  if (options?.planFile) {
    const { size } = await stat(options.planFile);
    if (size > MAX_PLAN_BYTES) {
      const message = `the plan file has ${size} bytes`;
      throw new EngineError({ phase: 'plan', reason: 'too-large', message });
    }
  }
  return { hasChanges: result.exitCode === 2, progress: result.progress };
}

/** The plan, with every value in clear: keep it on the server. @public */
export async function showResult(
  run: SupervisedRun,
  options?: WaitOptions,
): Promise<TerraformPlan> {
  const text = await stdoutResult(run, 'show', MAX_PLAN_BYTES, options);
  return readable('show', () => parsePlan(text));
}

/**
 * Exit code 0 and the progress. Not yet success: compare the state too, see
 * {@link checkAppliedState}.
 *
 * @public
 */
export async function applyResult(
  run: SupervisedRun,
  options?: WaitOptions,
): Promise<RunProgress> {
  return (await streamResult(run, 'apply', [0], options)).progress;
}

/** As {@link initResult}. @public */
export function importResult(run: SupervisedRun, options?: WaitOptions) {
  return textResult(run, 'import', options);
}

/** As {@link initResult}. @public */
export function untaintResult(run: SupervisedRun, options?: WaitOptions) {
  return textResult(run, 'untaint', options);
}

/** Addresses in the state. @public */
export async function stateListResult(
  run: SupervisedRun,
  options?: WaitOptions,
): Promise<string[]> {
  const text = await stdoutResult(run, 'state', MAX_LOG_BYTES, options);
  return text.split('\n').filter(Boolean);
}

/** The state as text, with secrets, and what ORION reads from it. @public */
export async function statePullResult(
  run: SupervisedRun,
  options?: WaitOptions,
): Promise<{ text: string; state: StateSnapshot }> {
  const text = await stdoutResult(run, 'state', MAX_LOG_BYTES, options);
  return { text, state: readable('state', () => parseState(text)) };
}

/** As {@link initResult}. @public */
export function statePushResult(run: SupervisedRun, options?: WaitOptions) {
  return textResult(run, 'state', options);
}

/** One output as `output -json` prints it. @public */
export interface OutputValue {
  /** As declared in the module; the value is in clear all the same. */
  sensitive: boolean;
  /** Any JSON, by the output's type. */
  value: JsonValue;
}

/** The module's outputs, sensitive ones in clear. @public */
export async function outputResult(
  run: SupervisedRun,
  options?: WaitOptions,
): Promise<Record<string, OutputValue>> {
  const text = await stdoutResult(run, 'output', MAX_LOG_BYTES, options);
  return readable('output', () => JSON.parse(text));
}
