import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerraformEngine } from '@orion/engines/terraform';
import { installRelease } from './getEngine';
import { mirrorRelease } from './getProvider';
import { goPlatform, providerRelease, tofuRelease } from './pinnedReleases';
import { hasProvider } from './providerMirror';
import { serve, sha256, zip } from './testing';

const engine = `#!/bin/sh
case $2 in
  -json) echo '{"terraform_version":"1.10.6"}' ;;
  *) echo 'OpenTofu v1.10.6' ;;
esac
`;

describe('releases', () => {
  let dir: string;
  const servers: { close(): void }[] = [];

  async function publish(archive: Buffer, digest = sha256(archive)) {
    const server = await serve(response => response.end(archive));
    servers.push(server);
    return { name: 'OpenTofu 1.10.6', url: server.url, sha256: digest };
  }

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'orion-tools-'));
  });

  afterEach(() => {
    servers.splice(0).forEach(server => server.close());
    rmSync(dir, { recursive: true });
  });

  it('unpacks an engine that answers', async () => {
    const release = await publish(zip([{ name: 'tofu', content: engine }]));
    expect(await installRelease(release, dir)).toBe(
      'OpenTofu 1.10.6 from its release, SHA-256 as pinned',
    );
    expect(await TerraformEngine.at(join(dir, 'tofu'))).toMatchObject({
      product: 'opentofu',
      version: '1.10.6',
    });
  });

  it('installs neither a changed archive nor an engine that does not run', async () => {
    const good = zip([{ name: 'tofu', content: engine }]);
    await expect(
      installRelease(await publish(good, sha256(Buffer.from('other'))), dir),
    ).rejects.toThrow(/instead of the pinned/);
    const broken = zip([{ name: 'tofu', content: '#!/bin/sh\nexit 1\n' }]);
    await expect(installRelease(await publish(broken), dir)).rejects.toThrow();
    expect(existsSync(join(dir, 'tofu'))).toBe(false);
  });

  it('mirrors a provider for both engines as it was published', async () => {
    const archive = zip([{ name: 'terraform-provider', content: 'provider' }]);
    expect(hasProvider(dir)).toBe(false);
    await mirrorRelease(await publish(archive), goPlatform(), dir);
    expect(hasProvider(dir)).toBe(true);
    for (const registry of ['registry.terraform.io', 'registry.opentofu.org']) {
      const file = `bpg/proxmox/terraform-provider-proxmox_0.111.1_${goPlatform()}.zip`;
      expect(readFileSync(join(dir, registry, file))).toEqual(archive);
    }
  });

  it('knows the release of the platforms people have', () => {
    expect(goPlatform('linux', 'x64')).toBe('linux_amd64');
    for (const platform of ['linux_amd64', 'linux_arm64', 'darwin_arm64']) {
      expect(tofuRelease(platform)).toMatchObject({
        url: expect.stringMatching(
          new RegExp(`/v1\\.10\\.6/tofu_1\\.10\\.6_${platform}\\.zip$`),
        ),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
    }
    expect(tofuRelease('plan9_mips')).toBeUndefined();
    expect(providerRelease('darwin_arm64')).toBeUndefined();
  });
});
