import { StageResult } from './types';

/** What two parts of a stage found together. */
export function mergeResults(
  one: StageResult,
  other: StageResult,
): StageResult {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    // What both lack is told once.
    skipped: [...new Set([...one.skipped, ...other.skipped])],
    failures: [...(one.failures ?? []), ...(other.failures ?? [])],
    unsteady: [...(one.unsteady ?? []), ...(other.unsteady ?? [])],
    details: `${one.details ?? ''}${other.details ?? ''}`,
  };
}
