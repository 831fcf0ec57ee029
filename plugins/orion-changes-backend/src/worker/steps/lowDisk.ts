/** Below this no engine is started: a state that cannot be written is worse than waiting. */
const MIN_FREE_DISK_BYTES = 256 * 1024 * 1024;

/** The sentence to wait with, or undefined when there is room. */
export function lowDisk(freeBytes: number): string | undefined {
  return freeBytes < MIN_FREE_DISK_BYTES
    ? `Waiting for disk space: only ${Math.round(
        freeBytes / 1024 / 1024,
      )} MiB are free for the engine's state.`
    : undefined;
}
