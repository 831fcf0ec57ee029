import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { paths } from '../util/paths';
import { runCommand } from '../util/runCommand';

/** Pinned: a documentation site must not change because a tool did. */
const TECHDOCS_CORE = 'mkdocs-techdocs-core==1.6.1';

/** Where the portal's local publisher looks for the site of component `orion`. */
const SITE = join('techdocs', 'default', 'component', 'orion');

/**
 * Builds the documentation site the way an external builder does and puts it
 * where the portal reads it. Does nothing when the sources are unchanged.
 *
 * @throws Error naming what is missing (Python 3 with venv) or what failed.
 */
export async function buildTechdocs(): Promise<'built' | 'unchanged'> {
  const target = join(paths.home, SITE);
  const etag = sourcesEtag();
  const metadataFile = join(target, 'techdocs_metadata.json');
  if (
    existsSync(metadataFile) &&
    JSON.parse(readFileSync(metadataFile, 'utf8')).etag === etag
  ) {
    return 'unchanged';
  }
  const mkdocs = await installMkdocs();
  const site = mkdtempSync(join(tmpdir(), 'orion-docs-'));
  try {
    await succeed('mkdocs', mkdocs, [
      'build',
      '-f',
      join(paths.root, 'mkdocs.yml'),
      '-d',
      site,
    ]);
    const files = listFiles(site).map(file => relative(site, file));
    writeFileSync(
      join(site, 'techdocs_metadata.json'),
      JSON.stringify({
        site_name: 'ORION',
        site_description: 'The front door of a small cloud',
        etag,
        build_timestamp: Date.now(),
        files,
      }),
    );
    rmSync(target, { recursive: true, force: true });
    mkdirSync(dirname(target), { recursive: true });
    cpSync(site, target, { recursive: true });
    return 'built';
  } finally {
    rmSync(site, { recursive: true, force: true });
  }
}

async function installMkdocs(): Promise<string> {
  const venv = join(paths.tools, `mkdocs-${TECHDOCS_CORE.split('==')[1]}`);
  const mkdocs = join(venv, 'bin', 'mkdocs');
  if (!existsSync(mkdocs)) {
    await succeed('venv', 'python3', ['-m', 'venv', venv]);
    await succeed('pip', join(venv, 'bin', 'pip'), [
      'install',
      '--quiet',
      TECHDOCS_CORE,
    ]);
  }
  return mkdocs;
}

async function succeed(
  name: string,
  command: string,
  args: string[],
): Promise<void> {
  const { code, output } = await runCommand(command, args, {
    logFile: join(paths.logs, `techdocs-${name}.log`),
  });
  if (code !== 0) {
    throw new Error(
      `the documentation site was not built, ${name} said: ${output.slice(
        -500,
      )}`,
    );
  }
}

function sourcesEtag(): string {
  const hash = createHash('sha256').update(
    readFileSync(join(paths.root, 'mkdocs.yml')),
  );
  for (const file of listFiles(join(paths.root, 'docs'))) {
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function listFiles(dir: string): string[] {
  return readdirSync(dir)
    .sort()
    .map(name => join(dir, name))
    .flatMap(path => (statSync(path).isDirectory() ? listFiles(path) : [path]));
}
