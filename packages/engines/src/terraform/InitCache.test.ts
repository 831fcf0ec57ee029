import {
  mkdir,
  readFile,
  readlink,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  removeTemporaryFolders,
  temporaryFolder,
} from '../testing/temporaryFolder';
import { InitCache } from './InitCache';

afterEach(removeTemporaryFolders);

const LINK = '.terraform/providers/registry/bpg/proxmox/1.0.0/linux_amd64';

/** A mirror with one provider, and a work folder as `init` leaves it. */
async function initialised() {
  const root = await temporaryFolder();
  const mirror = join(root, 'mirror');
  await mkdir(mirror);
  await writeFile(join(mirror, 'provider'), 'binary');
  const workDir = join(root, 'first');
  await mkdir(dirname(join(workDir, LINK)), { recursive: true });
  await symlink(mirror, join(workDir, LINK));
  await writeFile(join(workDir, '.terraform', 'terraform.tfstate'), '{}');
  await writeFile(join(workDir, '.terraform.lock.hcl'), 'hashes');
  return { mirror, workDir, next: join(root, 'next') };
}

describe('InitCache', () => {
  it('prepares the next folder as init left the first', async () => {
    const { mirror, workDir, next } = await initialised();
    const cache = new InitCache();
    expect(await cache.restore('vm', next)).toBe(false);
    await cache.keep('vm', workDir);

    // What an earlier init of the folder left gives way.
    await mkdir(join(next, '.terraform', 'old'), { recursive: true });
    expect(await cache.restore('vm', next)).toBe(true);
    expect(await readlink(join(next, LINK))).toBe(mirror);
    expect(await readFile(join(next, '.terraform.lock.hcl'), 'utf8')).toBe(
      'hashes',
    );
    await expect(
      readFile(join(next, '.terraform', 'terraform.tfstate'), 'utf8'),
    ).resolves.toBe('{}');
    await expect(
      readFile(join(next, '.terraform', 'old')),
    ).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await cache.restore('another module', next)).toBe(false);
  });

  it('asks for a real init once the mirror has changed', async () => {
    const { mirror, workDir, next } = await initialised();
    const cache = new InitCache();
    await cache.keep('vm', workDir);
    await writeFile(join(mirror, 'provider'), 'another binary');
    expect(await cache.restore('vm', next)).toBe(false);
    await expect(readlink(join(next, LINK))).rejects.toThrow('ENOENT');
  });

  it('does not keep a provider that was downloaded', async () => {
    const { workDir, next } = await initialised();
    const big = join(workDir, '.terraform', 'providers', 'downloaded');
    await writeFile(big, Buffer.alloc(100 * 1024));
    const cache = new InitCache();
    await cache.keep('vm', workDir);
    expect(await cache.restore('vm', next)).toBe(false);
  });
});
