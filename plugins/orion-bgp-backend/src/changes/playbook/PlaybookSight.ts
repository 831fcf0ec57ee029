import { createHash } from 'node:crypto';
import { AnsibleResult } from '@orion/engines/ansible';
import { z } from 'zod';
import { canonicalAddress } from '../../routes/addresses';

/** Canonical, as the daemons write it. */
const address = z.string().transform(text => canonicalAddress(text) ?? text);

const session = z.object({
  name: z.string(),
  asn: z.number(),
  neighbor: address,
  /** The router's own end. */
  local: address.optional(),
  speaker: z.enum(['bird', 'gobgp']),
  enabled: z.boolean().default(true),
  /**
   * With what speaks in a neighbor's place with both daemons, each on an address of
   * its own: the other daemon does not know of this one, be it switched off.
   */
  stand_in: z.boolean().optional(),
});

/** A session as the router is to have it. */
export type WantedSession = z.infer<typeof session>;

const file = z.object({
  /** Without passwords; null where there is none. */
  before: z.string().nullable(),
  after: z.string(),
  /** Digests of the files themselves. */
  runs: z.string().nullable(),
  shall: z.string(),
});

/** A file as it is and as it is to be. */
export type ToldFile = z.infer<typeof file>;

/** What the playbook tells of, by its name for it. */
export const TOLD_FILES = ['bird', 'gobgp', 'filter'] as const;

export type ToldFiles = Partial<Record<(typeof TOLD_FILES)[number], ToldFile>>;

/** What a playbook would do to a router, and what it was made of. */
export interface PlaybookSight {
  changed: AnsibleResult[];
  /** All sessions the router has afterwards, of both daemons. */
  sessions: WantedSession[];
  /** What daemons and packet filter run and shall run. */
  files: ToldFiles;
  /** Hex, over what would change; the same for the same change. */
  digest: string;
  /** Of Ansible and of the folders it reads. */
  pins: Record<string, string>;
}

/** Reads what the task of that name tells. @throws Error where it says something else. */
export function readSessions(text: string | undefined): WantedSession[] {
  if (text === undefined) {
    throw new Error(
      'The playbook does not tell which sessions the router has: its task "Sessions of the router" is missing',
    );
  }
  return z.array(session).parse(JSON.parse(text));
}

/** Reads what the playbook tells of its files. @throws Error without BIRD's. */
export function readFiles(told: Record<string, string>): ToldFiles {
  const files: ToldFiles = {};
  for (const name of TOLD_FILES) {
    const text = Object.entries(told).find(([task]) =>
      task.endsWith(`Configuration of ${name}`),
    )?.[1];
    if (text !== undefined) {
      files[name] = file.parse(JSON.parse(text));
    }
  }
  if (!files.bird) {
    throw new Error(
      'The playbook does not tell what BIRD runs and shall run: its task "Configuration of bird" is missing',
    );
  }
  return files;
}

/** Hex, over what runs now: the same as long as nobody configures the router. */
export function digestOfRunning(files: ToldFiles): string {
  const runs = TOLD_FILES.map(name => files[name]?.runs ?? null);
  return createHash('sha256').update(JSON.stringify(runs)).digest('hex');
}

/** What a run that changes something is held to: the digests, by file. */
export function approvedFiles(files: ToldFiles) {
  return Object.fromEntries(
    Object.entries(files).map(([name, { runs, shall }]) => [
      name,
      { runs, shall },
    ]),
  );
}
