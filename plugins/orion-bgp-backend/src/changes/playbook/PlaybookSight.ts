import { AnsibleResult } from '@orion/engines/ansible';
import { z } from 'zod';

const session = z.object({
  name: z.string(),
  asn: z.number(),
  neighbor: z.string(),
  speaker: z.enum(['bird', 'gobgp']),
  enabled: z.boolean().default(true),
});

/** A session as the router is to have it. */
export type WantedSession = z.infer<typeof session>;

/** What a playbook would do to a router, and what it was made of. */
export interface PlaybookSight {
  changed: AnsibleResult[];
  /** All sessions the router has afterwards, of both daemons. */
  sessions: WantedSession[];
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
