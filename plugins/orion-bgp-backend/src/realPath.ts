import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';

/** Where a path leads, through links; the path itself while nothing is there. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // What is not there yet leads nowhere else.
    return resolve(path);
  }
}
