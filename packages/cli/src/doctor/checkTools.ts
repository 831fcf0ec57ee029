import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findEngine } from '../tools/findEngine';
import { versions } from '../tools/pinnedReleases';
import { hasProvider } from '../tools/providerMirror';
import { findChromium } from '../util/findChromium';
import { Finding } from './types';

const run = promisify(execFile);

/** The programs around ORION: found or not, which version, what for, how to get them. */
export async function checkTools(): Promise<Finding[]> {
  const engine = await findEngine();
  const provider = hasProvider();
  const chromium = findChromium();
  return [
    {
      state: 'ok',
      subject: 'node',
      found: process.version,
      purpose: 'runs everything',
    },
    engine
      ? {
          state: 'ok',
          subject: engine.product,
          found: `${engine.version} ${engine.binary}`,
          purpose: 'makes and destroys virtual machines',
        }
      : {
          state: 'missing',
          subject: 'engine',
          found: 'neither tofu nor terraform',
          purpose: 'makes and destroys virtual machines',
          remedy:
            './orion tools, or put one on PATH; until then orders are refused',
        },
    provider
      ? {
          state: 'ok',
          subject: 'provider',
          found: `bpg/proxmox ${versions.provider} in .orion/tools`,
          purpose: 'Terraform speaks to Proxmox VE with it',
        }
      : {
          state: 'warning',
          subject: 'provider',
          found: 'no mirror; the engine would ask its registry',
          purpose: 'Terraform speaks to Proxmox VE with it',
          remedy: './orion tools',
        },
    await program(
      'go',
      ['version'],
      'builds engine and provider where their releases cannot be reached',
      'https://go.dev/dl, 1.21 or newer; not needed when the row above is ok',
    ),
    chromium
      ? {
          state: 'ok',
          subject: 'chromium',
          found: chromium,
          purpose: 'browser tests',
        }
      : {
          state: 'missing',
          subject: 'chromium',
          found: 'not on PATH',
          purpose: 'browser tests',
          remedy: 'apt-get install chromium, or set ORION_CHROMIUM',
        },
  ];
}

async function program(
  name: string,
  args: string[],
  purpose: string,
  remedy: string,
): Promise<Finding> {
  try {
    const { stdout } = await run(name, args, { timeout: 10_000 });
    return {
      state: 'ok',
      subject: name,
      found: stdout.trim().split('\n')[0],
      purpose,
    };
  } catch {
    return {
      state: 'missing',
      subject: name,
      found: 'not on PATH',
      purpose,
      remedy,
    };
  }
}
