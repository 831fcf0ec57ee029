import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import {
  ChangeContext,
  EngineStart,
} from '@orion/backstage-plugin-orion-changes-node';
import {
  AnsibleEngine,
  AnsibleResult,
  projectDigest,
  readPlaybookResult,
} from '@orion/engines/ansible';
import { startRun } from '@orion/engines/supervisor';
import { PlaybookSight, readFiles, readSessions } from './PlaybookSight';
import { AnsibleAccess, AnsibleTools } from './readAnsibleConfig';

type Ctx = Pick<ChangeContext<any>, 'workDir' | 'exec'>;

/** Variables above those of the inventory. */
export type PlaybookVariables = Record<string, unknown>;

/** What the roles' programs, such as `bird-apply`, say of what they no longer hold. */
const NOT_HELD = /-apply: not confirmed/;

/** Runs the playbook of one router, or asks it what it would do. */
export class PlaybookRunner {
  readonly #tools: AnsibleTools;
  #engine: Promise<AnsibleEngine | undefined> | undefined;

  constructor(tools: AnsibleTools) {
    this.#tools = tools;
  }

  /** @throws ServiceUnavailableError */
  async engine(): Promise<AnsibleEngine> {
    this.#engine ??= AnsibleEngine.detect({
      toolsDir: this.#tools.toolsDirectory,
    });
    const engine = await this.#engine.catch(error => {
      this.#engine = undefined;
      throw error;
    });
    if (!engine) {
      this.#engine = undefined;
      throw new ServiceUnavailableError(
        'There is no ansible-playbook on the PATH, nor in orion.bgp.ansible.toolsDirectory.',
      );
    }
    return engine;
  }

  /**
   * What would change, without changing it.
   *
   * @throws ConflictError with what Ansible refuses, ServiceUnavailableError for
   * a router that cannot be reached.
   */
  async check(
    ctx: Ctx,
    phase: 'plan' | 'recover',
    access: AnsibleAccess,
    variables: PlaybookVariables,
  ): Promise<PlaybookSight> {
    const pins = await this.pins(access);
    const run = await ctx.exec(
      phase,
      await this.#start(ctx, access, variables, true),
    );
    const result = await readPlaybookResult(run.dir);
    if (result.failed.length > 0 || !result.complete) {
      throw refusalOf(access.host, result.failed);
    }
    const other = result.changed.find(({ host }) => host !== access.host);
    if (other) {
      throw new ConflictError(
        `"${access.host}" is no single router of the inventory: the playbook would change ${other.host}.`,
      );
    }
    return {
      changed: result.changed,
      sessions: readSessions(result.told['Sessions of the router']),
      files: readFiles(result.told),
      digest: digestOf(result.changed, result.told),
      pins,
    };
  }

  /** Digests of what a run is made of: Ansible, playbooks and inventory as they are now. */
  async pins({
    project,
    inventory,
  }: AnsibleAccess): Promise<Record<string, string>> {
    const engine = await this.engine();
    return {
      ansible: engine.version,
      playbooks: await projectDigest(project),
      ...(isAbsolute(inventory) && {
        inventory: await projectDigest(inventory),
      }),
    };
  }

  /** The run that changes the router. */
  async apply(
    ctx: Ctx,
    access: AnsibleAccess,
    variables: PlaybookVariables,
  ): Promise<EngineStart> {
    return this.#start(ctx, access, variables, false);
  }

  /**
   * Has the router keep what it holds for the change; once more is no harm.
   * Undefined where it does, else why not, and whether it never will.
   */
  async confirm(
    ctx: Ctx,
    access: AnsibleAccess,
    variables: PlaybookVariables,
  ): Promise<{ message: string; gone: boolean } | undefined> {
    const run = await ctx.exec(
      'confirm',
      await this.#start(
        ctx,
        access,
        { ...variables, router_confirm: true },
        false,
      ),
    );
    const { complete, failed } = await readPlaybookResult(run.dir);
    if (complete && failed.length === 0) {
      return undefined;
    }
    const message =
      failureText(failed) || 'Ansible ended before it was through.';
    return { message, gone: failed.some(one => NOT_HELD.test(one.message)) };
  }

  async #start(
    { workDir }: Ctx,
    access: AnsibleAccess,
    variables: PlaybookVariables,
    check: boolean,
  ): Promise<EngineStart> {
    const engine = await this.engine();
    const start = await engine.playbook({
      ...access,
      check,
      variables,
      workDir: join(workDir, 'ansible'),
    });
    return dir => startRun({ ...start, dir });
  }
}

/** Why a run ended badly, in Ansible's words. */
export function failureText(failed: AnsibleResult[]): string {
  return failed
    .slice(0, 3)
    .map(({ task, message, hidden }) =>
      hidden
        ? `${task}: failed, and its words are held back for the passwords in them`
        : `${task}: ${message.trim().split('\n').slice(-3).join(' ')}`,
    )
    .join('; ');
}

function refusalOf(host: string, failed: AnsibleResult[]): Error {
  if (failed.length === 0) {
    return new ServiceUnavailableError(
      `Ansible ended before it was through with ${host}; the log has its last words.`,
    );
  }
  const text = failureText(failed);
  return failed.some(({ status }) => status === 'unreachable')
    ? new ServiceUnavailableError(`Ansible does not reach ${host}: ${text}`)
    : new ConflictError(`Ansible refuses ${host}: ${text}`);
}

/** Also over what tasks tell: the digest of a file whose content is hidden is among it. */
function digestOf(
  changed: AnsibleResult[],
  told: Record<string, string>,
): string {
  const content = changed.map(({ task, hidden, diff }) => [task, hidden, diff]);
  const all = changed.length > 0 ? [content, told] : [];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}
