export const kib = 1024;
export const mib = 1024 * kib;
export const gib = 1024 * mib;
export const tib = 1024 * gib;

const units: Record<string, number> = { K: kib, M: mib, G: gib, T: tib };

/** Prints a size as PVE's config does: the largest unit that divides it. */
export function formatSize(bytes: number): string {
  for (const unit of ['T', 'G', 'M', 'K']) {
    if (bytes >= units[unit] && bytes % units[unit] === 0) {
      return `${bytes / units[unit]}${unit}`;
    }
  }
  return String(bytes);
}

/** Reads `20G`, `512M` or plain bytes. */
export function parseSize(text: string): number {
  const found = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(text);
  if (!found) {
    throw new Error(`no size: ${text}`);
  }
  return Math.round(Number(found[1]) * (units[found[2]] ?? 1));
}

/** Prints a size as task logs do, such as `8.0 GiB`. */
export function formatProgress(bytes: number): string {
  for (const [name, unit] of [
    ['TiB', tib],
    ['GiB', gib],
    ['MiB', mib],
    ['KiB', kib],
  ] as const) {
    if (bytes >= unit) {
      return `${(bytes / unit).toFixed(1)} ${name}`;
    }
  }
  return `${bytes.toFixed(1)} B`;
}
