import { readFile, stat } from 'node:fs/promises';
import {
  removeTemporaryFolders,
  temporaryFolder,
} from '../testing/temporaryFolder';
import { engineEnvironment } from './engineEnvironment';
import { writeCliConfig } from './writeCliConfig';

afterEach(removeTemporaryFolders);

const base = { workDir: '/w', cliConfigFile: '/w/cli' };

describe('engineEnvironment', () => {
  it('is complete and holds nothing of this process', () => {
    expect(engineEnvironment(base)).toEqual({
      PATH: expect.stringContaining('/usr/bin'),
      HOME: '/w',
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      TF_CLI_CONFIG_FILE: '/w/cli',
      TF_PLUGIN_CACHE_DIR: '',
      CHECKPOINT_DISABLE: '1',
      GOGC: '400',
      GOMEMLIMIT: '512MiB',
    });
  });

  it('takes what the provider needs, and keepalives for the state', () => {
    const env = engineEnvironment({
      ...base,
      connectionString: 'postgres://u:p%40@db/t?tcp_keepalives_idle=5',
      schema: 'vm_r730_1001',
      providerEnv: { PROXMOX_VE_API_TOKEN: 't', TF_VAR_a: 'b' },
    });
    expect(env).toMatchObject({
      PG_SCHEMA_NAME: 'vm_r730_1001',
      PG_SKIP_SCHEMA_CREATION: 'true',
    });
    expect(env).toMatchObject({ PROXMOX_VE_API_TOKEN: 't', TF_VAR_a: 'b' });
    const url = new URL(env.PG_CONN_STR);
    expect(url.password).toBe('p%40');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tcp_keepalives_idle: '5',
      tcp_keepalives_interval: '10',
      tcp_keepalives_count: '3',
      connect_timeout: '10',
      application_name: 'orion-engine',
    });
  });

  it.each([
    'PATH',
    'HOME',
    'PG_CONN_STR',
    'PG_TABLE_NAME',
    'TF_CLI_ARGS',
    'TF_LOG',
  ])('does not let the caller set %s', name => {
    expect(() =>
      engineEnvironment({ ...base, providerEnv: { [name]: 'x' } }),
    ).toThrow(name);
  });
});

describe('writeCliConfig', () => {
  it('points at the mirror alone', async () => {
    const workDir = await temporaryFolder();
    const file = await writeCliConfig(workDir, { mirrorDir: '/m/${x}"%{y' });
    const text = await readFile(file, 'utf8');
    expect(text).toContain('path    = "/m/$${x}\\"%%{y"');
    expect(text).toContain('exclude = ["*/*/*"]');
    expect((await stat(file)).mode % 0o1000).toBe(0o600);
  });

  it('leaves the registry without a mirror', async () => {
    const file = await writeCliConfig(await temporaryFolder());
    expect(await readFile(file, 'utf8')).toBe('disable_checkpoint = true\n');
  });
});
