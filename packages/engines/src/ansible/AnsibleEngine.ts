import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { refuseReserved, SYSTEM_PATH } from '../callersEnvironment';
import { findExecutable, StartRunOptions } from '../supervisor';
import { CALLBACK_NAME, callbackPlugin } from './callbackPlugin';

const run = promisify(execFile);

const isReserved = (name: string) =>
  ['PATH', 'HOME', 'LC_ALL'].includes(name) || /^(ANSIBLE|PYTHON)/.test(name);

/** Where `ansible-playbook` may be. @public */
export interface AnsibleDetectOptions {
  /** Looked into (`<toolsDir>/ansible/bin`) when the PATH has none. */
  toolsDir?: string;
  /** Default: this process's PATH. */
  path?: string;
}

/** One run of a playbook. @public */
export interface PlaybookOptions {
  /** Folder of the playbook, its roles and `ansible.cfg`; absolute. */
  project: string;
  /** Relative to the project, or absolute. */
  playbook: string;
  /** Relative to the project, or absolute. */
  inventory: string;
  /** The host of the inventory that is touched; no pattern. */
  host: string;
  /** Says what would change, and changes nothing. */
  check: boolean;
  /** Above all variables of the inventory. Written to a file of mode 0600. */
  variables?: Readonly<Record<string, unknown>>;
  /** Read by Ansible itself. */
  vaultPasswordFile?: string;
  /** Made 0700 when missing: what Ansible writes of its own. */
  workDir: string;
  /** Throws when it names what is set here, or a switch of Ansible. */
  env?: Readonly<Record<string, string>>;
}

/**
 * An `ansible-playbook`, with the version it says it has.
 *
 * @public
 */
export class AnsibleEngine {
  /** Of ansible-core, for example `2.19.3`. */
  readonly version: string;
  /** Absolute. */
  readonly binary: string;

  /** The first usable one, or `undefined` when there is none. */
  static async detect(
    options: AnsibleDetectOptions = {},
  ): Promise<AnsibleEngine | undefined> {
    const folders = [options.path ?? process.env.PATH ?? ''];
    if (options.toolsDir) {
      folders.push(join(options.toolsDir, 'ansible', 'bin'));
    }
    for (const folder of folders) {
      const found = await findExecutable('ansible-playbook', folder);
      if (found) return AnsibleEngine.at(found);
    }
    return undefined;
  }

  /** The one at an absolute path; throws when it does not answer. */
  static async at(binary: string): Promise<AnsibleEngine> {
    // It makes its home wherever it is told to be, even to say its version.
    const home = await mkdtemp(join(tmpdir(), 'orion-ansible-'));
    const { stdout } = await run(binary, ['--version'], {
      env: { PATH: SYSTEM_PATH, HOME: home, LC_ALL: 'C.UTF-8' },
      timeout: 60_000,
    }).finally(() => rm(home, { recursive: true, force: true }));
    const version = /\[core ([\w.]+)\]/.exec(stdout)?.[1];
    if (!version) {
      throw new Error(`${binary} does not say that it is of ansible-core`);
    }
    return new AnsibleEngine(binary, version);
  }

  private constructor(binary: string, version: string) {
    this.binary = binary;
    this.version = version;
  }

  /**
   * Writes what a run needs into its work folder, and says how to start it. Its
   * standard output is one {@link AnsibleEvent} a line.
   *
   * @throws Error for a host that is a pattern, an option in disguise, or a
   * variable of the environment that is not the caller's to set.
   */
  async playbook(
    options: PlaybookOptions,
  ): Promise<Omit<StartRunOptions, 'dir'>> {
    const { project, host, check, workDir, variables = {} } = options;
    assertHost(host);
    const plugins = join(workDir, 'callbacks');
    await mkdir(plugins, { recursive: true, mode: 0o700 });
    await writeFile(join(plugins, `${CALLBACK_NAME}.py`), callbackPlugin);
    const extra = join(workDir, 'variables.json');
    await writeFile(extra, JSON.stringify(variables), { mode: 0o600 });
    const at = (path: string) =>
      isAbsolute(path) ? path : join(project, path);
    return {
      command: this.binary,
      args: [
        ...['--inventory', at(options.inventory), '--limit', host],
        ...['--diff', '--extra-vars', `@${extra}`],
        ...(check ? ['--check'] : []),
        ...(options.vaultPasswordFile
          ? ['--vault-password-file', options.vaultPasswordFile]
          : []),
        at(options.playbook),
      ],
      cwd: project,
      env: {
        ...this.#environment(options),
        ANSIBLE_CALLBACK_PLUGINS: plugins,
        ANSIBLE_STDOUT_CALLBACK: CALLBACK_NAME,
      },
    };
  }

  /**
   * What the inventory says of a host, by `ansible-inventory`, which comes with it.
   *
   * @throws Error with Ansible's words, in `stderr` where it has some.
   */
  async hostVariables(
    options: Omit<PlaybookOptions, 'playbook' | 'check' | 'variables'>,
  ): Promise<Record<string, unknown>> {
    const { project, inventory, host, vaultPasswordFile } = options;
    assertHost(host);
    const { stdout } = await run(
      join(dirname(this.binary), 'ansible-inventory'),
      [
        ...['-i', isAbsolute(inventory) ? inventory : join(project, inventory)],
        ...['--host', host],
        ...(vaultPasswordFile
          ? ['--vault-password-file', vaultPasswordFile]
          : []),
      ],
      { cwd: project, timeout: 60_000, env: this.#environment(options) },
    );
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  /** Nothing of this process's own environment gets in. */
  #environment({
    project,
    workDir,
    env = {},
  }: Pick<PlaybookOptions, 'project' | 'workDir' | 'env'>): Record<
    string,
    string
  > {
    refuseReserved(env, isReserved);
    return {
      ...env,
      PATH: [dirname(this.binary), SYSTEM_PATH].join(delimiter),
      HOME: workDir,
      // Without UTF-8 Ansible refuses to start.
      LC_ALL: 'C.UTF-8',
      ANSIBLE_CONFIG: join(project, 'ansible.cfg'),
      ANSIBLE_HOME: join(workDir, 'ansible'),
      ANSIBLE_NOCOLOR: '1',
      ANSIBLE_LOCALHOST_WARNING: '0',
      ANSIBLE_RETRY_FILES_ENABLED: '0',
      PYTHONDONTWRITEBYTECODE: '1',
    };
  }
}

/** `all` and `ungrouped` are Ansible's own groups. */
function assertHost(host: string): void {
  if (
    !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(host) ||
    ['all', 'ungrouped'].includes(host)
  ) {
    throw new Error(`"${host}" is no single host of an inventory`);
  }
}
