/** Of odd many the middle one, of even many the later one of the two. */
export function middle(times: number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1];
}
