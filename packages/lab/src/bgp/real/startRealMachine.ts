import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RealNamespace, startRealNamespace } from './startRealNamespace';

/** What routers need of a machine of their own. */
export interface RealMachine {
  /** Stands before a command that is to run on it. */
  readonly within: string[];
  /** Its network, for others to join. */
  readonly namespace: RealNamespace;
  /** How many routes BIRD has in its kernel. */
  countRoutes(family: 'ipv4' | 'ipv6'): number;
  /** Has its kernel say that it was started then. What runs on it goes on. */
  bootedAt(date: Date): void;
  /** What runs on it must have ended. May be called twice. */
  stop(): void;
}

/**
 * A machine that was started just now: a network namespace with a kernel's routes
 * of its own, where /proc/stat says so too. Files and processes are this one's.
 *
 * @param addresses - Of its link `up0`, with their lengths.
 */
export function startRealMachine(addresses: string[]): RealMachine {
  const folder = mkdtempSync(join(tmpdir(), 'orion-machine-'));
  try {
    const namespace = startRealNamespace(addresses);
    const stat = join(folder, 'stat');
    const bootedAt = (date: Date) => {
      const seconds = Math.floor(date.getTime() / 1000);
      const text = readFileSync('/proc/stat', 'utf8');
      // The same file as before: it is what processes of the machine have mounted.
      writeFileSync(stat, text.replace(/^btime \d+$/m, `btime ${seconds}`));
    };
    bootedAt(new Date());
    const enter = join(folder, 'enter');
    // The namespace has mounts of its own, so nobody else sees this one.
    writeFileSync(
      enter,
      `exec ${namespace.within.join(
        ' ',
      )} sh -c 'mount --bind ${stat} /proc/stat && exec "$@"' sh "$@"\n`,
    );
    return {
      within: ['sh', enter],
      namespace,
      bootedAt,
      countRoutes(family) {
        const said = namespace.ip(
          ...['-json', `-${family.slice(3)}`, 'route', 'show'],
          ...['protocol', 'bird'],
        );
        return (JSON.parse(said) as unknown[]).length;
      },
      stop() {
        namespace.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
