import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readSshTarget, SshSettings, SshTarget } from '@orion/engines/ssh';
import { realPath } from '../realPath';
import { RouterConfig, RouterEndpoint } from '../config';

/**
 * How a router with GoBGP is told what to take back by itself, of its block
 * `actions`; nothing where it is not. @throws InputError naming the key
 */
export function readGuard(
  actions: string,
  config: Config,
): { guard?: SshTarget } {
  if (!config.has('gobgp.guard')) {
    return {};
  }
  const key = `${actions}.gobgp.guard.ssh`;
  const ssh = config.getOptional<SshSettings>('gobgp.guard.ssh');
  if (!ssh) {
    throw new InputError(`${key}: give the key whose command is gobgp-guards`);
  }
  try {
    return { guard: readSshTarget(key, ssh) };
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}

/**
 * A key has one forced command, so one that does one thing on a router does no
 * other; one that guards does nothing else on any. Acting and reading with one
 * key is told of before. @throws InputError
 */
export function assertOwnKeys(
  routers: (Omit<RouterConfig, 'actions'> & {
    actions?: { endpoint: RouterEndpoint };
  })[],
): void {
  for (const { kernel, actions } of routers) {
    const own = kernel?.endpoint.ssh;
    const acting = actions && sshOf(actions.endpoint);
    if (own && acting && realFile(own) === realFile(acting)) {
      throw new InputError(
        `${own.key}.identityFile: a key has one forced command, and this one is that of ${acting.key}`,
      );
    }
  }
  const others = new Map(
    routers
      .flatMap(({ endpoint, kernel, actions }) => [
        sshOf(endpoint),
        kernel?.endpoint.ssh,
        actions && sshOf(actions.endpoint),
      ])
      .flatMap(ssh => (ssh ? [[realFile(ssh), ssh.key]] : [])),
  );
  for (const { actions } of routers) {
    const guard =
      actions?.endpoint.driver === 'gobgp' ? actions.endpoint.guard : undefined;
    const other = guard && others.get(realFile(guard));
    if (other) {
      throw new InputError(
        `${guard.key}.identityFile: a key has one forced command, and this one is that of ${other}`,
      );
    }
  }
}

function realFile({ identityFile }: SshTarget): string {
  return realPath(identityFile);
}

function sshOf(endpoint: RouterEndpoint): SshTarget | undefined {
  return endpoint.driver === 'bird' ? endpoint.ssh : undefined;
}
