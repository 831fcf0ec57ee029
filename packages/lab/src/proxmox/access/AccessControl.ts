import { PveError } from '../http/PveError';
import { builtinRoles } from './roles';

/** A role on a path. `propagate` (default true) hands it to all paths below. */
export interface AclEntry {
  path: string;
  role: string;
  propagate?: boolean;
}

/** Who calls: `user@realm` after a ticket, `user@realm!token` with a token. */
export interface Caller {
  id: string;
  acl: AclEntry[];
}

/** The pool a path such as `/vms/100` or `/storage/tank` belongs to. */
export type PoolsOf = (path: string) => string[];

/**
 * PVE's path permissions: entries on a deeper path replace those inherited
 * from above, `NoAccess` takes everything away, and a pool adds its roles to
 * its members.
 */
export class AccessControl {
  readonly #roles: Record<string, readonly string[]>;
  readonly #poolsOf: PoolsOf;

  constructor(options: {
    roles?: Record<string, readonly string[]>;
    poolsOf: PoolsOf;
  }) {
    this.#roles = { ...builtinRoles, ...options.roles };
    this.#poolsOf = options.poolsOf;
  }

  /** Privileges on a path; the value tells whether they propagate. */
  permissions(caller: Caller, path: string): Map<string, boolean> {
    const found = this.#rolesOn(caller, path);
    if (found.has('NoAccess')) {
      return new Map();
    }
    for (const pool of this.#poolsOf(path)) {
      for (const [role, propagate] of this.#rolesOn(caller, `/pool/${pool}`)) {
        found.set(role, propagate);
      }
    }
    const result = new Map<string, boolean>();
    for (const [role, propagate] of found) {
      for (const privilege of this.#roles[role] ?? []) {
        result.set(privilege, propagate || (result.get(privilege) ?? false));
      }
    }
    return result;
  }

  has(caller: Caller, path: string, ...privileges: string[]): boolean {
    const granted = this.permissions(caller, path);
    return privileges.every(privilege => granted.has(privilege));
  }

  hasAny(caller: Caller, path: string, privileges: readonly string[]): boolean {
    const granted = this.permissions(caller, path);
    return privileges.some(privilege => granted.has(privilege));
  }

  /** Throws PVE's 403 unless all privileges are there. */
  check(caller: Caller, path: string, ...privileges: string[]): void {
    const granted = this.permissions(caller, path);
    const missing = privileges.find(privilege => !granted.has(privilege));
    if (missing) {
      throw new PveError(403, `Permission check failed (${path}, ${missing})`);
    }
  }

  checkAny(caller: Caller, path: string, privileges: readonly string[]): void {
    if (!this.hasAny(caller, path, privileges)) {
      throw new PveError(
        403,
        `Permission check failed (${path}, ${privileges.join('|')})`,
      );
    }
  }

  /** What `GET access/permissions` reports when no path is asked for. */
  effective(caller: Caller, extraPaths: string[]) {
    const paths = new Set([
      '/',
      '/access',
      '/access/groups',
      '/nodes',
      '/pool',
      '/sdn',
      '/storage',
      '/vms',
      ...caller.acl.map(entry => entry.path),
      ...extraPaths,
    ]);
    const result: Record<string, Record<string, 0 | 1>> = {};
    for (const path of paths) {
      const granted = this.#report(caller, path);
      if (Object.keys(granted).length > 0) {
        result[path] = granted;
      }
    }
    return result;
  }

  /** What `GET access/permissions?path=` reports. */
  effectiveOn(caller: Caller, path: string) {
    return { [path]: this.#report(caller, path) };
  }

  #report(caller: Caller, path: string): Record<string, 0 | 1> {
    const entries = [...this.permissions(caller, path)].sort(([a], [b]) =>
      a.localeCompare(b),
    );
    return Object.fromEntries(
      entries.map(([privilege, propagate]) => [privilege, propagate ? 1 : 0]),
    );
  }

  #rolesOn(caller: Caller, path: string): Map<string, boolean> {
    let found = new Map<string, boolean>();
    for (const level of levels(path)) {
      const here = caller.acl.filter(
        entry =>
          normal(entry.path) === level &&
          (level === path || entry.propagate !== false),
      );
      if (here.length > 0) {
        found = new Map(
          here.map(entry => [entry.role, entry.propagate !== false]),
        );
      }
    }
    return found;
  }
}

function levels(path: string): string[] {
  const parts = path.split('/').filter(Boolean);
  return [
    '/',
    ...parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`),
  ];
}

function normal(path: string): string {
  return `/${path.split('/').filter(Boolean).join('/')}`;
}
