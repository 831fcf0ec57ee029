const GIB = 1024 ** 3;

/** Written where a number is not known. Never 0. @public */
export const UNKNOWN = '–';

/** 1,284,302 @public */
export function formatCount(value: number | undefined): string {
  return value === undefined
    ? UNKNOWN
    : Math.round(value).toLocaleString('en-US');
}

/** A size in GiB with at most one decimal, without the unit. @public */
export function formatGib(bytes: number | undefined): string {
  if (bytes === undefined) {
    return UNKNOWN;
  }
  const gib = bytes / GIB;
  return gib.toLocaleString('en-US', {
    maximumFractionDigits: gib < 10 ? 1 : 0,
  });
}

/** "8 GiB" @public */
export function formatBytes(bytes: number | undefined): string {
  return bytes === undefined ? UNKNOWN : `${formatGib(bytes)} GiB`;
}

/** "8 GiB" out of MiB @public */
export function formatMib(mib: number | undefined): string {
  return formatBytes(mib === undefined ? undefined : mib * 1024 ** 2);
}

/** "3 of 8 GiB" @public */
export function formatBytesOf(
  used: number | undefined,
  total: number | undefined,
): string {
  return total === undefined
    ? formatBytes(used)
    : `${formatGib(used)} of ${formatGib(total)} GiB`;
}

/** "12 %" out of 0.12 @public */
export function formatPercent(part: number | undefined): string {
  return part === undefined ? UNKNOWN : `${Math.round(part * 100)} %`;
}
