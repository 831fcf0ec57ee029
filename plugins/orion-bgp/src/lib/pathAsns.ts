/** Numbers in the text of an AS path, each once, in order. */
export function pathAsns(asPath: string): number[] {
  return [...new Set((asPath.match(/\d+/g) ?? []).map(Number))];
}
