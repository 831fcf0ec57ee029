import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  removeTemporaryFolders,
  temporaryFolder,
} from '../testing/temporaryFolder';
import { freeDiskBytes } from './freeDiskBytes';
import { startRun } from './startRun';
import { sweepRunDirectories } from './sweepRunDirectories';

afterEach(removeTemporaryFolders);

describe('sweepRunDirectories', () => {
  it('removes terminal runs and nothing anybody may still need', async () => {
    const root = await temporaryFolder();
    const outside = await temporaryFolder();
    await writeFile(join(outside, 'precious'), '');
    for (const name of ['done', 'open', 'errored', 'live']) {
      await mkdir(join(root, name, 'work'), { recursive: true });
    }
    await writeFile(join(root, 'errored/work/errored.tfstate'), '{}');
    await symlink(outside, join(root, 'link'));
    await writeFile(join(root, 'file'), '');
    const run = await startRun({
      dir: join(root, 'live/apply-1'),
      command: 'sleep',
      args: ['30'],
      cwd: root,
      env: { PATH: '/usr/bin:/bin' },
    });
    const swept = await sweepRunDirectories(root, name => name !== 'open');
    expect(swept.removed).toEqual(['done']);
    expect(swept.kept.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'errored', reason: 'errored-state' },
      { name: 'live', reason: 'alive' },
      { name: 'open', reason: 'not-terminal' },
    ]);
    expect(await readdir(outside)).toEqual(['precious']);
    expect((await readdir(root)).sort()).toEqual(
      ['errored', 'file', 'link', 'live', 'open'].sort(),
    );
    await run.interrupt();
    await run.wait();
    const again = await sweepRunDirectories(root, async () => true);
    expect(again.removed.sort()).toEqual(['live', 'open']);
  });
});

describe('freeDiskBytes', () => {
  it('tells the free space of the file system', async () => {
    expect(await freeDiskBytes(await temporaryFolder())).toBeGreaterThan(1e6);
    await expect(freeDiskBytes('/no/such/path')).rejects.toThrow('ENOENT');
  });
});
