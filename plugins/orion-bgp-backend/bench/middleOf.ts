import { quantile } from './quantile';

const RUNS = 10;

/** Milliseconds of ten runs, the one in the middle. */
export function middleOf(run: () => void): number {
  return quantile(
    Array.from({ length: RUNS }, () => time(run)),
    0.5,
  );
}

/** Milliseconds of one run. */
export function time(run: () => void): number {
  const from = performance.now();
  run();
  return performance.now() - from;
}
