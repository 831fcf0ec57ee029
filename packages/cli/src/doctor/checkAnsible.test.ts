import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkAnsible } from './checkAnsible';

// eslint-disable-next-line no-restricted-syntax -- the roles lie in the repository
const root = resolve(__dirname, '../../../..');
const project = join(root, 'infra/ansible');
const tools = resolve(process.env.ORION_HOME ?? join(root, '.orion'), 'tools');
const hasAnsible = existsSync(join(tools, 'ansible/bin'));

describe('checkAnsible', () => {
  if (!hasAnsible && process.env.ORION_REQUIRE_PEERS !== '1') {
    it.todo('needs Ansible: ./orion tools --peers');
    return;
  }

  it('finds the router of an inventory that takes peerings from NetBox', async () => {
    const finding = await checkAnsible(
      'edge1',
      { project, inventory: 'inventory/portal' },
      tools,
    );
    expect(finding).toMatchObject({
      state: 'ok',
      found: expect.stringMatching(
        /^ansible-core [\d.]+, edge1 of inventory\/portal$/,
      ),
    });
  });

  it('says that another one takes none', async () => {
    const finding = await checkAnsible(
      'gw1',
      { project, inventory: 'inventory/lab', host: 'dual-stack' },
      tools,
    );
    expect(finding).toMatchObject({
      state: 'warning',
      found: expect.stringContaining('takes no peerings from NetBox'),
    });
  });

  it.each([
    ['a router it does not know', { project, inventory: 'inventory/portal' }],
    ['a folder that is not there', { project: '/nonexistent' }],
  ])('fails for %s, and names the key', async (_, settings) => {
    expect(await checkAnsible('gw9', settings, tools)).toMatchObject({
      state: 'failed',
      remedy: 'check orion.bgp.routers.gw9.ansible',
    });
  });
});
