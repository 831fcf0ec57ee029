/** A value such as `local-lvm:vm-101-disk-0,discard=on,size=20G`, taken apart. */
export interface PropertyString {
  /** The part without a key. */
  head: string | undefined;
  options: Record<string, string>;
}

/** Empty parts are skipped: the provider sends a trailing comma. */
export function parseProperties(text: string): PropertyString {
  const result: PropertyString = { head: undefined, options: {} };
  for (const part of text.split(',').filter(Boolean)) {
    const at = part.indexOf('=');
    if (at < 0) {
      result.head = part;
    } else {
      result.options[part.slice(0, at)] = part.slice(at + 1);
    }
  }
  return result;
}

/** Prints with the options in alphabetical order, as PVE does. */
export function formatProperties({ head, options }: PropertyString): string {
  const parts = Object.keys(options)
    .sort()
    .map(key => `${key}=${options[key]}`);
  return [...(head === undefined ? [] : [head]), ...parts].join(',');
}
