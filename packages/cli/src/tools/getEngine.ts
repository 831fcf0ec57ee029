import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformEngine } from '@orion/engines/terraform';
import { paths } from '../util/paths';
import { Steps } from '../util/Steps';
import { hasGo } from './hasGo';
import { downloadPinned } from './downloadPinned';
import { findEngine } from './findEngine';
import {
  goPlatform,
  PinnedRelease,
  tofuRelease,
  versions,
} from './pinnedReleases';
import { readZipEntry } from './readZipEntry';
import { runBuild } from './runBuild';
import { UnavailableError } from './UnavailableError';

/**
 * The engine on this machine. Where there is none: OpenTofu's release, and where
 * that cannot be reached, a build with Go. Says what it is about to do.
 *
 * @throws UnavailableError when there is no way to one here, Error when a
 * download is not what was pinned.
 */
export async function getEngine(steps: Steps): Promise<TerraformEngine> {
  const present = await findEngine();
  if (present) {
    return present;
  }
  const release = tofuRelease(goPlatform());
  const missing = release
    ? await steps
        .run(
          'engine',
          () => installRelease(release),
          told => told,
        )
        .then(() => undefined, onlyUnavailable)
    : `no release of OpenTofu is pinned for ${goPlatform()}`;
  if (missing) {
    await build(steps, missing);
  }
  const engine = await findEngine();
  if (!engine) {
    throw new Error(`the new ${join(paths.tools, 'bin')}/tofu is not found`);
  }
  return engine;
}

/** Unpacks a release into `bin`, under its final name only once it answers. */
export async function installRelease(
  release: PinnedRelease,
  bin = join(paths.tools, 'bin'),
): Promise<string> {
  const archive = await downloadPinned(release);
  mkdirSync(bin, { recursive: true });
  const unpacked = join(bin, '.tofu.new');
  writeFileSync(unpacked, readZipEntry(archive, 'tofu'));
  chmodSync(unpacked, 0o755);
  await TerraformEngine.at(unpacked);
  renameSync(unpacked, join(bin, 'tofu'));
  return `${release.name} from its release, SHA-256 as pinned`;
}

async function build(steps: Steps, missing: string): Promise<void> {
  if (!hasGo()) {
    throw new UnavailableError(
      `${missing}, and no Go is on PATH to build it. Put tofu or terraform on PATH, or install Go (https://go.dev/dl), then run ./orion tools`,
    );
  }
  steps.say(
    'engine',
    `${missing}; building OpenTofu ${versions.tofu} with Go, three to ten minutes`,
  );
  await steps.run(
    'engine',
    () => runBuild('tools/build-engine.sh'),
    () => `OpenTofu ${versions.tofu} built`,
  );
}

function onlyUnavailable(error: unknown): string {
  if (error instanceof UnavailableError) {
    return error.message;
  }
  throw error;
}
