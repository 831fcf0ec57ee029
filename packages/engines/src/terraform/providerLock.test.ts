import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  describeWithPeers,
  providerMirror,
} from '../testing/describeWithPeers';
import {
  removeTemporaryFolders,
  temporaryFolder,
} from '../testing/temporaryFolder';
import { LOCK_FILE } from './moduleFiles';
import { lockFileDigest } from './moduleDigest';
import { applyResult, initResult, planResult } from './results';
import { TerraformEngine } from './TerraformEngine';
import { writeCliConfig } from './writeCliConfig';

const source = `
terraform {
  required_providers {
    proxmox = {
      source  = "bpg/proxmox"
      version = "= 0.111.1"
    }
  }
}
resource "terraform_data" "made" {
}
`;

/** The provider that `init` installed, with one file more: another package to the engine. */
async function mirrorOfAnother(workDir: string): Promise<string> {
  const mirror = join(await temporaryFolder(), 'mirror');
  const installed = join(workDir, '.terraform/providers');
  await cp(installed, mirror, { recursive: true, dereference: true });
  const binary = (await readdir(mirror, { recursive: true })).find(file =>
    basename(file).startsWith('terraform-provider-proxmox'),
  );
  await writeFile(join(mirror, dirname(binary!), 'NOTE'), 'not the same');
  return mirror;
}

async function stack() {
  const engine = await TerraformEngine.detect();
  const workDir = join(await temporaryFolder(), 'work');
  await mkdir(workDir, { mode: 0o700 });
  await writeFile(join(workDir, 'main.tf'), source);
  let runs = 0;
  const open = async (mirror: string) =>
    engine!.workspace({
      workDir,
      cliConfigFile: await writeCliConfig(workDir, { mirrorDir: mirror }),
    });
  return {
    workDir,
    runDir: () => join(workDir, '.orion', `run-${++runs}`),
    open,
    workspace: await open(providerMirror),
  };
}

describeWithPeers(
  ['terraform', 'provider'],
  'the lock file of a mirror',
  () => {
    afterAll(removeTemporaryFolders);

    it('is written at the first init and holds later ones to the same package', async () => {
      const { workspace, workDir, runDir, open } = await stack();
      await initResult(
        await workspace.init({ runDir: runDir(), lockfile: 'update' }),
      );
      const digest = await lockFileDigest(workDir);
      expect(digest).toMatch(/^[0-9a-f]{64}$/);
      await initResult(await workspace.init({ runDir: runDir() }));
      expect(await lockFileDigest(workDir)).toBe(digest);

      const another = await mirrorOfAnother(workDir);
      await rm(join(workDir, '.terraform'), { recursive: true });
      const other = await open(another);
      await expect(
        initResult(await other.init({ runDir: runDir() })),
      ).rejects.toMatchObject({ phase: 'init' });
    });

    it('differs for another package, and then the approved plan is not applied', async () => {
      const { workspace, workDir, runDir, open } = await stack();
      await initResult(
        await workspace.init({ runDir: runDir(), lockfile: 'update' }),
      );
      const approved = await lockFileDigest(workDir);
      await planResult(await workspace.plan({ runDir: runDir() }), {
        planFile: workspace.planFile,
      });

      const another = await mirrorOfAnother(workDir);
      await rm(join(workDir, '.terraform'), { recursive: true });
      await rm(join(workDir, LOCK_FILE));
      const other = await open(another);
      await initResult(
        await other.init({ runDir: runDir(), lockfile: 'update' }),
      );
      expect(await lockFileDigest(workDir)).not.toBe(approved);
      const refused = await applyResult(
        await other.apply({ runDir: runDir() }),
      ).catch(caught => caught);
      expect(refused.diagnostics[0]).toMatchObject({
        severity: 'error',
        summary: 'Inconsistent dependency lock file',
      });
    });
  },
);
