import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** True when a `go` is on PATH. Whether it is new enough, the build says. */
export function hasGo(): boolean {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some(folder => folder && existsSync(join(folder, 'go')));
}
