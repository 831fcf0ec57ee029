import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../util/paths';
import { LabSecrets } from '../util/secrets';

/** A service that reads and submits changes, as an agent does. */
export const AGENT_TOKEN = 'e2e-agent-0123456789abcdef0123456789';

/** The people of one run, in a file that stories may change. */
export class People {
  readonly file = join(paths.home, 'people.yaml');
  readonly #source = join(paths.root, 'catalog/lab-people.yaml');

  constructor() {
    this.restore();
  }

  /** Takes a person out of a group. */
  remove(person: string, group: string): void {
    const text = readFileSync(this.file, 'utf8');
    const changed = text.replace(
      new RegExp(
        `(name: ${person}\\n(?:.*\\n)*?  memberOf: \\[(?:[^\\]\\n]*, )?)${group}(?:, |(?=\\]))`,
      ),
      '$1',
    );
    if (changed === text) {
      throw new Error(`${person} is not in ${group}`);
    }
    writeFileSync(this.file, changed);
  }

  restore(): void {
    copyFileSync(this.#source, this.file);
  }
}

/**
 * What a run sets differently from `./orion up`: people that can change, an
 * agent's token, a short rest of addresses, and no limit on a tester's haste.
 */
export function runOverrides(people: People, secrets: LabSecrets): object {
  const location = (target: string, allow: string[]) => ({
    type: 'file',
    target,
    rules: [{ allow }],
  });
  const parts = ['Domain', 'System', 'API', 'Component', 'Location'];
  return {
    catalog: {
      locations: [
        location(join(paths.root, 'catalog/all.yaml'), parts),
        location(join(paths.root, 'templates/all.yaml'), [
          'Location',
          'Template',
        ]),
        location(people.file, ['User', 'Group']),
      ],
    },
    backend: {
      auth: {
        externalAccess: [
          staticAccess(secrets.verifyToken, 'orion-verify', [
            { plugin: 'orion', permission: 'orion.checks.read' },
            { plugin: 'orion-changes', permission: 'orion.change.audit' },
            { plugin: 'catalog', permission: 'catalog.entity.read' },
          ]),
          staticAccess(AGENT_TOKEN, 'orion-agent-network', [
            { plugin: 'orion-changes' },
            { plugin: 'mcp-actions' },
          ]),
        ],
      },
    },
    orion: {
      netbox: { addressRestMinutes: 0.5 },
      changes: { limits: { submitsPerHour: 1000 } },
    },
  };
}

function staticAccess(
  token: string,
  subject: string,
  accessRestrictions: object[],
): object {
  return { type: 'static', options: { token, subject }, accessRestrictions };
}
