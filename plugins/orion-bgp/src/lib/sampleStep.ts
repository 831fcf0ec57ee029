/** One is kept every minute; where there is but one, nothing else says how near is near. */
const SHORTEST_STEP = 60;

/** Seconds between most samples: gaps are rare, and so are samples taken out of turn. */
export function sampleStep(times: number[]): number {
  const steps = times
    .slice(1)
    .map((time, index) => time - times[index])
    .sort((a, b) => a - b);
  return Math.max(SHORTEST_STEP, steps[steps.length >> 1] ?? 0);
}
