/** The time that so large a part of all is below; the upper of two in the middle. */
export function quantile(times: number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(times.length - 1, Math.floor(times.length * part))];
}
