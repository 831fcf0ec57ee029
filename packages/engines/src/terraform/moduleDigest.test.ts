import { mkdir, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  removeTemporaryFolders,
  temporaryFolder,
} from '../testing/temporaryFolder';
import { copyModule } from './copyModule';
import { lockFileDigest, moduleDigest } from './moduleDigest';
import { writeVariables } from './writeVariables';

afterEach(removeTemporaryFolders);

async function aModule() {
  const dir = await temporaryFolder();
  await mkdir(join(dir, 'tests'));
  await mkdir(join(dir, 'files'));
  await writeFile(join(dir, 'main.tf'), 'a');
  await writeFile(join(dir, 'files/b.txt'), 'b');
  await writeFile(join(dir, 'tests/x.tftest.hcl'), 't');
  await writeFile(join(dir, '.terraform.lock.hcl'), 'lock');
  return dir;
}

describe('moduleDigest', () => {
  it('is that of the copy, also after a run', async () => {
    const source = await aModule();
    const workDir = join(await temporaryFolder(), 'work');
    const { digest } = await copyModule(source, workDir);
    expect(digest).toBe(await moduleDigest(source));
    expect(await lockFileDigest(workDir)).toBe(await lockFileDigest(source));
    await expect(stat(join(workDir, 'tests'))).rejects.toThrow('ENOENT');

    await mkdir(join(workDir, '.terraform'));
    await mkdir(join(workDir, '.orion'));
    await writeFile(join(workDir, '.terraform/x'), 'x');
    await writeFile(join(workDir, 'errored.tfstate'), 'x');
    await writeVariables(workDir, { name: 'web' });
    // Of a process that died while it wrote.
    await writeFile(join(workDir, 'terraform.tfvars.json.new'), '{');
    const file = await stat(join(workDir, 'terraform.tfvars.json'));
    expect(file.mode % 0o1000).toBe(0o600);
    expect(await moduleDigest(workDir)).toBe(digest);
  });

  it.each<[string, (dir: string) => Promise<unknown>]>([
    ['content', dir => writeFile(join(dir, 'main.tf'), 'A')],
    ['a new file', dir => writeFile(join(dir, 'evil.auto.tfvars'), '')],
    ['a name', dir => rename(join(dir, 'main.tf'), join(dir, 'main2.tf'))],
    ['a folder', dir => rename(join(dir, 'files/b.txt'), join(dir, 'b.txt'))],
    [
      'content that moved between files',
      async dir => {
        await writeFile(join(dir, 'main.tf'), '');
        await writeFile(join(dir, 'files/b.txt'), 'ab');
      },
    ],
  ])('changes with %s', async (_, edit) => {
    const dir = await aModule();
    const before = await moduleDigest(dir);
    await edit(dir);
    expect(await moduleDigest(dir)).not.toBe(before);
  });

  it('does not change with tests or the lock file, which has its own', async () => {
    const dir = await aModule();
    const [before, lock] = [await moduleDigest(dir), await lockFileDigest(dir)];
    await writeFile(join(dir, 'tests/y.tftest.hcl'), '');
    await writeFile(join(dir, '.terraform.lock.hcl'), 'other');
    expect(await moduleDigest(dir)).toBe(before);
    expect(await lockFileDigest(dir)).not.toBe(lock);
    expect(await lockFileDigest(join(dir, 'tests'))).toBeUndefined();
  });

  it('refuses links', async () => {
    const dir = await aModule();
    await symlink('/etc/passwd', join(dir, 'link.tf'));
    await expect(moduleDigest(dir)).rejects.toThrow('link.tf');
    await expect(copyModule(dir, await temporaryFolder())).rejects.toThrow(
      'link.tf',
    );
  });
});
