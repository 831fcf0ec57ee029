/** `virtual-machine.*` matches every kind of that family, `*` all. */
export function matchesKind(pattern: string, kind: string): boolean {
  return pattern.endsWith('*')
    ? kind.startsWith(pattern.slice(0, -1))
    : pattern === kind;
}
