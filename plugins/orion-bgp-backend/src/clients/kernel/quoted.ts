/** Somebody else's word for a message: without what a terminal obeys, and short. */
export function quoted(value: unknown): string {
  const text = typeof value === 'object' ? 'an object' : String(value);
  return `"${text.replace(/[^\x20-\x7e]/g, '?').slice(0, 64)}"`;
}
