import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

/** A network namespace with a link of its own: a kernel's routes nobody else uses. */
export interface RealNamespace {
  /** Stands before a command that is to run in it. */
  readonly within: string[];
  /** Runs `ip` in it; what it printed. */
  ip(...args: string[]): string;
  /**
   * Joins it with another one by a link of that name at both ends.
   *
   * @param addresses - Of both ends, with their lengths.
   */
  join(
    link: string,
    other: RealNamespace,
    addresses: { here: string[]; there: string[] },
  ): void;
  /** For those that join it. */
  readonly name: string;
  /** Has a link of it come up, with these addresses. */
  raise(link: string, addresses: string[]): void;
  /** Removes it; what runs in it must have ended. May be called twice. */
  stop(): void;
}

/** Whether this process may make one: only root, and not in every container. */
export function canMakeNamespaces(): boolean {
  try {
    execFileSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes a namespace with a link `up0`.
 *
 * @param addresses - Of the link, with their lengths.
 */
export function startRealNamespace(
  addresses = ['192.0.2.1/24', '2001:db8:ff::1/64'],
): RealNamespace {
  const name = `orion-test-${randomBytes(4).toString('hex')}`;
  const run = (...args: string[]) =>
    execFileSync('ip', args, { encoding: 'utf8' });
  run('netns', 'add', name);
  const ip = (...args: string[]) => run('-netns', name, ...args);
  const raise = (link: string, its: string[]) => {
    for (const address of its) {
      const options = address.includes(':') ? ['nodad'] : [];
      ip('address', 'add', address, 'dev', link, ...options);
    }
    ip('link', 'set', link, 'up');
  };
  let there = true;
  const stop = () => {
    process.off('exit', stop);
    if (there) {
      there = false;
      run('netns', 'delete', name);
    }
  };
  // A test that ends in the middle leaves nothing behind.
  process.once('exit', stop);
  try {
    ip('link', 'set', 'lo', 'up');
    ip('link', 'add', 'up0', 'type', 'veth', 'peer', 'name', 'far0');
    raise('far0', []);
    raise('up0', addresses);
  } catch (error) {
    stop();
    throw error;
  }
  return {
    within: ['ip', 'netns', 'exec', name],
    ip,
    name,
    raise,
    join(link, other, ends) {
      const far = ['peer', 'name', link, 'netns', other.name];
      ip('link', 'add', link, 'type', 'veth', ...far);
      raise(link, ends.here);
      other.raise(link, ends.there);
    },
    stop,
  };
}
