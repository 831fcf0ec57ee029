import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../util/paths';
import { runStep } from './runStep';

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
 * as it would be published. The sources are left as they were.
 *
 * @param to - folder for the tarballs.
 */
export async function packDomain(
  names: string[],
  to: string,
): Promise<PackedPackage[]> {
  mkdirSync(to, { recursive: true });
  // The declarations that each build rolls up.
  await runStep('declarations', 'yarn', ['tsc'], paths.root);
  const folders = readFolders();
  const packed: PackedPackage[] = [];
  for (const name of closure(names, folders)) {
    const { dir } = folders.get(name)!;
    const tarball = join(to, `${name.split('/')[1]}.tgz`);
    await runStep(
      `build-${name.split('/')[1]}`,
      'yarn',
      ['backstage-cli', 'package', 'build'],
      dir,
    );
    try {
      await runStep(
        `pack-${name.split('/')[1]}`,
        'yarn',
        ['pack', '--out', tarball],
        dir,
      );
    } catch (error) {
      // Packing rewrites package.json; one that fails in the middle leaves it so.
      await runStep(
        'postpack',
        'yarn',
        ['backstage-cli', 'package', 'postpack'],
        dir,
      );
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
