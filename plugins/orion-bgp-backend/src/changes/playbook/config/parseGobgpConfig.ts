/** A table of GoBGP's configuration, as `[neighbors.config]`. */
export interface GobgpTable {
  /** "neighbors.config" */
  path: string;
  /** Values as they stand, by key. */
  values: Map<string, string>;
}

/** A table with those that belong to it, as one of `[[neighbors]]`. */
export interface GobgpItem {
  path: string;
  tables: GobgpTable[];
}

/**
 * Splits a gobgpd.toml of the role gobgp into its items. Values stay texts.
 *
 * @throws Error for a line that is neither a table nor a value on one line
 */
export function parseGobgpConfig(text: string): GobgpItem[] {
  const items: GobgpItem[] = [];
  for (const line of text.split('\n').map(one => one.trim())) {
    const [, path] = /^\[\[?([\w.-]+)\]?\]$/.exec(line) ?? [];
    const [, key, value] = /^([\w-]+)\s*=\s*(\S.*)$/.exec(line) ?? [];
    const item = items.at(-1);
    if (path) {
      const table = { path, values: new Map<string, string>() };
      if (item && path.startsWith(`${item.path}.`)) {
        item.tables.push(table);
      } else {
        items.push({ path, tables: [table] });
      }
    } else if (key && item) {
      item.tables.at(-1)!.values.set(key, value);
    } else if (line && !line.startsWith('#')) {
      throw new Error(`The configuration of GoBGP has a line "${line}"`);
    }
  }
  return items;
}

/** Splits an item where a table of that path begins; what is before the first is the head. */
export function partsOf(
  { tables }: GobgpItem,
  path: string,
): { head: GobgpTable[]; parts: GobgpTable[][] } {
  const head: GobgpTable[] = [];
  const parts: GobgpTable[][] = [];
  for (const table of tables) {
    if (table.path === path) {
      parts.push([table]);
    } else {
      (parts.at(-1) ?? head).push(table);
    }
  }
  return { head, parts };
}

/** The same text for the same tables. */
export function tablesText(tables: GobgpTable[]): string {
  return tables
    .map(({ path, values }) =>
      [`[${path}]`, ...[...values].map(entry => entry.join(' = '))].join('\n'),
    )
    .join('\n');
}

/** A text without its quotation marks, a list without its brackets. */
export function listOf(value: string | undefined): string[] {
  return [...(value ?? '').matchAll(/"([^"]*)"/g)].map(([, text]) => text);
}
