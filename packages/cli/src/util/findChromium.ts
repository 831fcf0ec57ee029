import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];

/** The system's Chromium: `ORION_CHROMIUM`, else the first on PATH. */
export function findChromium(): string | undefined {
  const given = process.env.ORION_CHROMIUM;
  if (given) {
    return existsSync(given) ? given : undefined;
  }
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap(folder => NAMES.map(name => join(folder, name)))
    .find(file => existsSync(file));
}
