import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startRun } from '../supervisor';
import { ansibleBinary, describeWithPeers } from '../testing/describeWithPeers';
import {
  removeTemporaryFolders,
  temporaryFolder,
} from '../testing/temporaryFolder';
import { AnsibleEngine } from './AnsibleEngine';
import { projectDigest } from './projectDigest';
import { readPlaybookResult } from './readPlaybookResult';

const playbook = `
- hosts: all
  gather_facts: false
  tasks:
    - name: A file
      ansible.builtin.copy:
        content: "{{ greeting }}, {{ inventory_hostname }}\\n"
        dest: "{{ dest }}/greeting"
        mode: '0600'
    - name: A session's password
      ansible.builtin.copy:
        content: 'protocol bgp x { password "hunter3"; }'
        dest: "{{ dest }}/bird.conf"
        mode: '0600'
    - name: A long list
      ansible.builtin.debug:
        msg: "{{ (['a session of a hundred characters'] * 2000) | to_json }}"
    - name: What for
      ansible.builtin.debug:
        msg: "{{ {'to': inventory_hostname} | to_json }}"
    - name: A secret
      ansible.builtin.copy:
        content: hunter2
        dest: "{{ dest }}/secret"
        mode: '0600'
      no_log: true
    - name: Refuse
      ansible.builtin.fail:
        msg: "not {{ greeting }}"
      when: greeting == 'goodbye'
`;

describeWithPeers(['ansible'], 'AnsibleEngine on the real one', () => {
  let dir: string;
  let engine: AnsibleEngine;
  let runs = 0;

  const play = async (greeting: string, check = false) => {
    const start = await engine.playbook({
      project: join(dir, 'project'),
      playbook: 'site.yml',
      inventory: 'hosts.yml',
      host: 'gw1',
      check,
      variables: { greeting, dest: dir },
      workDir: join(dir, 'work'),
    });
    const run = await startRun({ ...start, dir: join(dir, `run${runs++}`) });
    const status = await run.wait({ timeoutMs: 60_000 });
    return { status, result: await readPlaybookResult(run.dir), run };
  };

  beforeAll(async () => {
    engine = await AnsibleEngine.at(ansibleBinary);
  });

  beforeEach(async () => {
    dir = await temporaryFolder();
    await mkdir(join(dir, 'project'));
    const write = (name: string, text: string) =>
      writeFile(join(dir, 'project', name), text);
    await write('site.yml', playbook);
    await write('ansible.cfg', '[defaults]\n');
    await write(
      'hosts.yml',
      'all: {hosts: {gw1: {ansible_connection: local}, gw2: {ansible_connection: local}}}\n',
    );
  });

  afterEach(removeTemporaryFolders);

  it('says what would change and changes nothing, then does that, then nothing', async () => {
    const planned = await play('hello', true);
    expect(planned.status).toMatchObject({ state: 'exited', exitCode: 0 });
    expect(planned.result).toMatchObject({
      complete: true,
      told: { 'What for': '{"to": "gw1"}' },
    });
    expect(JSON.parse(planned.result.told['A long list'])).toHaveLength(2000);
    expect(planned.result.changed).toMatchObject([
      {
        host: 'gw1',
        task: 'A file',
        diff: [{ before: '', after: 'hello, gw1\n', cut: false }],
      },
      {
        task: "A session's password",
        diff: [{ after: 'protocol bgp x { password "***"; }' }],
      },
      { task: 'A secret', hidden: true, diff: [] },
    ]);
    await expect(readFile(join(dir, 'greeting'))).rejects.toThrow('ENOENT');
    const done = await play('hello');
    expect(done.result.changed.map(({ task }) => task)).toEqual([
      'A file',
      "A session's password",
      'A secret',
    ]);
    expect(await readFile(join(dir, 'greeting'), 'utf8')).toBe('hello, gw1\n');
    const again = await play('hello');
    expect(again.result).toMatchObject({ changed: [], failed: [] });
    const output = await readFile(join(done.run.dir, 'stdout'), 'utf8').catch(
      () => '',
    );
    expect(output).not.toMatch(/hunter[23]/);
  });

  it('tells which task failed, and why', async () => {
    const { status, result } = await play('goodbye');
    expect(status).toMatchObject({ exitCode: 2 });
    expect(result.failed).toMatchObject([
      { host: 'gw1', task: 'Refuse', message: 'not goodbye' },
    ]);
  });

  it.each(['all', 'gw*', '@/etc/hosts', '-v', 'gw1,gw2'])(
    'touches one host, and "%s" is none',
    async host => {
      const options = {
        project: dir,
        playbook: 'site.yml',
        inventory: 'hosts.yml',
        check: true,
        workDir: join(dir, 'work'),
      };
      await expect(engine.playbook({ ...options, host })).rejects.toThrow(
        /no single host/,
      );
    },
  );

  it('reads what the inventory says of a host', async () => {
    const options = {
      project: join(dir, 'project'),
      inventory: 'variables.yml',
      workDir: join(dir, 'work'),
    };
    await writeFile(
      join(options.project, options.inventory),
      'all: {hosts: {gw1: {router_peers_source: netbox}}}\n',
    );
    await expect(
      engine.hostVariables({ ...options, host: 'gw1' }),
    ).resolves.toMatchObject({ router_peers_source: 'netbox' });
    await expect(
      engine.hostVariables({ ...options, host: 'gw2' }),
    ).rejects.toMatchObject({ stderr: expect.stringMatching(/gw2/) });
    await expect(
      engine.hostVariables({ ...options, host: '--list' }),
    ).rejects.toThrow(/no single host/);
  });

  it('has a digest that moves with every file a run reads, and with no other', async () => {
    const project = join(dir, 'project');
    const before = await projectDigest(project);
    await mkdir(join(project, '__pycache__'));
    await writeFile(join(project, '__pycache__', 'x.pyc'), 'x');
    expect(await projectDigest(project)).toBe(before);
    await writeFile(join(project, 'site.yml'), `${playbook}\n# more`);
    expect(await projectDigest(project)).not.toBe(before);
  });
});
