import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../util/paths';
import { runStep } from './runStep';

/** At once. */
const BUILDS = 2;

/** A package of this repository as others would get it. */
export interface PackedPackage {
  name: string;
  tarball: string;
}

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
}

/**
 * Builds packages and those of this repository they depend on, and packs each
 * as it would be published. The sources are left as they were. Wants the
 * declarations of `yarn tsc`, which each build rolls up.
 *
 * @param to - folder for the tarballs.
 */
export async function packDomain(
  names: string[],
  to: string,
): Promise<PackedPackage[]> {
  mkdirSync(to, { recursive: true });
  const folders = readFolders();
  const all = closure(names, folders).map(name => ({
    name,
    short: name.split('/')[1],
    dir: folders.get(name)!.dir,
  }));
  // A build waits for one processor most of the time.
  const waiting = [...all];
  const buildNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { dir, short } = next;
      const args = ['backstage-cli', 'package', 'build'];
      await runStep(`build-${short}`, 'yarn', args, dir);
    }
  };
  await Promise.all(Array.from({ length: BUILDS }, buildNext));
  const packed: PackedPackage[] = [];
  // One by one: packing rewrites package.json for a while, which others read.
  for (const { dir, name, short } of all) {
    const tarball = join(to, `${short}.tgz`);
    try {
      const args = ['pack', '--out', tarball];
      await runStep(`pack-${short}`, 'yarn', args, dir);
    } catch (error) {
      // One that fails in the middle leaves it so.
      const args = ['backstage-cli', 'package', 'postpack'];
      await runStep('postpack', 'yarn', args, dir);
      throw error;
    }
    rmSync(join(dir, 'dist'), { recursive: true, force: true });
    packed.push({ name, tarball });
  }
  return packed;
}

function readFolders(): Map<string, { dir: string; manifest: Manifest }> {
  const dirs = ['packages', 'plugins'].flatMap(parent =>
    readdirSync(join(paths.root, parent)).map(child =>
      join(paths.root, parent, child),
    ),
  );
  return new Map(
    dirs.flatMap(dir => {
      const manifest = readManifest(dir);
      return manifest ? [[manifest.name, { dir, manifest }] as const] : [];
    }),
  );
}

function readManifest(dir: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  } catch {
    // A file, or what an editor left behind.
    return undefined;
  }
}

function closure(
  names: string[],
  folders: Map<string, { manifest: Manifest }>,
): string[] {
  const found = new Set<string>();
  const add = (name: string) => {
    const folder = folders.get(name);
    if (folder && !found.has(name)) {
      found.add(name);
      Object.keys(folder.manifest.dependencies ?? {}).forEach(add);
    }
  };
  names.forEach(add);
  return [...found];
}
