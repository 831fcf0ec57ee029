/** The first of them, and how many more there are: "a, b and 3 more". */
export function nameFirst(names: string[], most: number): string {
  const more = names.length - most;
  const named = names.slice(0, most).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}
