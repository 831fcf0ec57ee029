import { spawnSync } from 'node:child_process';

/** `2.0.12`; empty when it does not say. */
export function birdVersion(binary: string): string {
  const { stderr, stdout } = spawnSync(binary, ['--version'], {
    encoding: 'utf8',
  });
  const [, version = ''] = /version (\S+)/.exec(`${stdout}${stderr}`) ?? [];
  return version;
}
