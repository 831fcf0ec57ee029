/** ISO UTC of Unix milliseconds; undefined of what is no moment, as a peer may write any number. */
export function toIso(ms: number | undefined): string | undefined {
  const date = new Date(ms ?? NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
