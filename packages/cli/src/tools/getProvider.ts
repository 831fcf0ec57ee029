import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Steps } from '../util/Steps';
import { hasGo } from './hasGo';
import { downloadPinned } from './downloadPinned';
import {
  goPlatform,
  PinnedRelease,
  providerArchive,
  providerRelease,
  versions,
} from './pinnedReleases';
import { hasProvider, providerFolders, providerMirror } from './providerMirror';
import { runBuild } from './runBuild';
import { UnavailableError } from './UnavailableError';

/**
 * The Proxmox provider in the mirror: its release, and where that cannot be
 * reached, a build with Go. Says what it is about to do.
 *
 * @throws UnavailableError when there is no way to one here: then the engine
 * asks its registry.
 */
export async function getProvider(steps: Steps): Promise<void> {
  if (hasProvider()) {
    return;
  }
  const platform = goPlatform();
  const release = providerRelease(platform);
  let missing = `no release of the provider is pinned for ${platform}`;
  if (release) {
    try {
      await steps.run(
        'provider',
        () => mirrorRelease(release, platform),
        told => told,
      );
      return;
    } catch (error) {
      if (!(error instanceof UnavailableError)) {
        throw error;
      }
      missing = error.message;
    }
  }
  if (!hasGo()) {
    throw new UnavailableError(
      `${missing}, and no Go is on PATH to build it: the provider comes from the engine's registry`,
    );
  }
  steps.say(
    'provider',
    `${missing}; building bpg/proxmox ${versions.provider} with Go, one to three minutes`,
  );
  await steps.run(
    'provider',
    () => runBuild('tools/build-provider.sh'),
    () => `bpg/proxmox ${versions.provider} built`,
  );
}

/** The archive itself goes into the mirror: so its hashes are the published ones. */
export async function mirrorRelease(
  release: PinnedRelease,
  platform: string,
  mirror = providerMirror,
): Promise<string> {
  const archive = await downloadPinned(release);
  for (const folder of providerFolders(mirror)) {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, providerArchive(platform));
    writeFileSync(`${file}.new`, archive);
    renameSync(`${file}.new`, file);
  }
  return `${release.name} from its release, SHA-256 as pinned`;
}
