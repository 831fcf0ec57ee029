/** An archive of a release that is known by its digest. */
export interface PinnedRelease {
  /** For people. */
  name: string;
  url: string;
  /** Of the whole archive, as its project published it. */
  sha256: string;
}

const TOFU = '1.10.6';
const PROVIDER = '0.111.1';

export const versions = { tofu: TOFU, provider: PROVIDER };

const TOFU_ARCHIVES: Record<string, string> = {
  linux_amd64:
    '15b7bed76420b50da3e121769c43341df8cd57d751ca14e6dbe9c850124c6dac',
  linux_arm64:
    'a32f653d686a8cad9b9be82101eb5b5e834fbfa8d095842fa1820c5d27fad967',
  darwin_amd64:
    '85115c8ec23b48b425259060347ff932355dad48056fa83ade05f7d890dc43ed',
  darwin_arm64:
    '6da8ee57f20113c302baeddc1f0c6340589fa1f7af04d41282e406cfa53c0b59',
};

// Elsewhere the provider is built, or comes from the engine's own registry,
// which checks its signature.
const PROVIDER_ARCHIVES: Record<string, string> = {
  linux_amd64:
    '6ed47bc00d0913a1d0880618fa1376115e9edab6b4a658c081061a7f0e4ca360',
};

/** This machine as Go and the providers name it, such as `linux_amd64`. */
export function goPlatform(
  platform: string = process.platform,
  arch: string = process.arch,
): string {
  return `${platform}_${arch === 'x64' ? 'amd64' : arch}`;
}

/** OpenTofu's release for a platform, when its digest is known. */
export function tofuRelease(platform: string): PinnedRelease | undefined {
  const sha256 = TOFU_ARCHIVES[platform];
  return sha256
    ? {
        name: `OpenTofu ${TOFU}`,
        url: `https://github.com/opentofu/opentofu/releases/download/v${TOFU}/tofu_${TOFU}_${platform}.zip`,
        sha256,
      }
    : undefined;
}

/** The Proxmox provider's release for a platform, when its digest is known. */
export function providerRelease(platform: string): PinnedRelease | undefined {
  const sha256 = PROVIDER_ARCHIVES[platform];
  return sha256
    ? {
        name: `bpg/proxmox ${PROVIDER}`,
        url: `https://github.com/bpg/terraform-provider-proxmox/releases/download/v${PROVIDER}/${providerArchive(
          platform,
        )}`,
        sha256,
      }
    : undefined;
}

/** The archive's file name, which a mirror needs as it is. */
export function providerArchive(platform: string): string {
  return `terraform-provider-proxmox_${PROVIDER}_${platform}.zip`;
}
