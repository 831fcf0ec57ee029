import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { paths } from '../util/paths';

export function developmentUrl(port: number): string {
  return `http://localhost:${port}`;
}

/** In development the app has an origin of its own, beside the backend's. */
export function writeDevelopmentConfig(port: number): string {
  const file = join(paths.home, 'app-config.development.yaml');
  const origin = developmentUrl(port);
  const config = {
    app: { baseUrl: origin },
    backend: { cors: { origin } },
  };
  writeFileSync(
    file,
    `# Written by ./orion up --dev; edits are lost.\n${stringify(config)}`,
  );
  return file;
}
