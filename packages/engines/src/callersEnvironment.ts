/** The system's folders, not this process's PATH. */
export const SYSTEM_PATH =
  '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** @throws Error naming what of a caller's environment an engine sets itself. */
export function refuseReserved(
  env: Readonly<Record<string, string>>,
  isReserved: (name: string) => boolean,
): void {
  const reserved = Object.keys(env).filter(isReserved);
  if (reserved.length > 0) {
    throw new Error(`Not for the caller to set: ${reserved.join(', ')}`);
  }
}
