/** By name; several of one name are one text, so that none hides another. */
export function collectRest(entries: [string, string][]): Map<string, string> {
  const rest = new Map<string, string>();
  for (const [name, text] of entries) {
    const before = rest.get(name);
    rest.set(name, before === undefined ? text : `${before}; ${text}`);
  }
  return rest;
}
