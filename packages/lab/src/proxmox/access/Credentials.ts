import {
  createHmac,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { PveError } from '../http/PveError';
import { AclEntry, Caller } from './AccessControl';

/** An API token or a user's password, and what it may do. */
export interface Credential {
  secret: string;
  acl: AclEntry[];
}

const ticketLifetimeMs = 2 * 60 * 60 * 1000;

const defaultAcl: Record<string, AclEntry[]> = {
  'orion@pve!read': [{ path: '/', role: 'OrionRead' }],
  'orion@pve!terraform': [{ path: '/', role: 'OrionTerraform' }],
  'root@pam': [{ path: '/', role: 'Administrator' }],
};

/** Authenticates requests by API token or by ticket. */
export class Credentials {
  /** Where the secrets lie; undefined without a state folder. */
  readonly path?: string;
  readonly #known: Map<string, Credential>;
  readonly #key = randomBytes(32);

  /**
   * Given tokens are taken as they are. Secrets of the default ones are made
   * once and kept in `<stateDir>/tokens.json`.
   */
  static load(options: {
    stateDir?: string;
    tokens?: Record<string, Credential>;
  }): Credentials {
    const { stateDir, tokens } = options;
    const path = stateDir && join(stateDir, 'tokens.json');
    const stored: Record<string, string> =
      path && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
    const known = new Map(Object.entries(tokens ?? {}));
    for (const [id, acl] of Object.entries(defaultAcl)) {
      if (!id.includes('!') || !tokens) {
        known.set(id, { secret: stored[id] ?? randomUUID(), acl });
      }
    }
    if (path) {
      mkdirSync(stateDir, { recursive: true });
      const secrets = [...known].map(([id, { secret }]) => [id, secret]);
      const text = JSON.stringify(Object.fromEntries(secrets), null, 2);
      writeFileSync(path, `${text}\n`, { mode: 0o600 });
      // The mode above counts for new files only.
      chmodSync(path, 0o600);
    }
    return new Credentials(known, path);
  }

  private constructor(known: Map<string, Credential>, path?: string) {
    this.#known = known;
    this.path = path;
  }

  /** Secrets by id, users' passwords included. */
  secrets(): Record<string, string> {
    return Object.fromEntries(
      [...this.#known].map(([id, { secret }]) => [id, secret]),
    );
  }

  /** Throws a 401 when the request carries no valid token or ticket. */
  authenticate(method: string, headers: IncomingHttpHeaders): Caller {
    const header = headers.authorization ?? '';
    const token = /^PVEAPIToken=([^=\s]+)=(\S+)$/.exec(header);
    if (token) {
      return this.#byToken(token[1], token[2]);
    }
    const cookie = /(?:^|;\s*)PVEAuthCookie=([^;]+)/.exec(headers.cookie ?? '');
    if (!cookie) {
      throw unauthorized('No ticket');
    }
    const id = this.#userOf(decodeURIComponent(cookie[1]));
    if (method !== 'GET') {
      // Browsers send the cookie by themselves, so writes need a second proof.
      const csrf = String(headers.csrfpreventiontoken ?? '');
      if (!same(csrf, this.#csrf(id))) {
        throw unauthorized('Permission denied - invalid csrf token');
      }
    }
    return { id, acl: this.#known.get(id)!.acl };
  }

  /** Answers `POST access/ticket`; a valid ticket as password renews it. */
  login(id: string, password: string) {
    const user = this.#known.get(id);
    const renewed =
      password.startsWith('PVE:') && this.#isTicketOf(password, id);
    if (
      !user ||
      id.includes('!') ||
      !(renewed || same(password, user.secret))
    ) {
      throw unauthorized('authentication failure');
    }
    const time = Math.floor(Date.now() / 1000)
      .toString(16)
      .toUpperCase();
    const plain = `PVE:${id}:${time}`;
    return {
      username: id,
      ticket: `${plain}::${this.#sign(plain)}`,
      CSRFPreventionToken: this.#csrf(id),
    };
  }

  callerOf(id: string): Caller {
    return { id, acl: this.#known.get(id)?.acl ?? [] };
  }

  #byToken(id: string, secret: string): Caller {
    const known = id.includes('!') ? this.#known.get(id) : undefined;
    if (!known) {
      const [user, name = ''] = id.split('!');
      throw unauthorized(`no such token '${name}' for user '${user}'`);
    }
    if (!same(secret, known.secret)) {
      throw unauthorized('Authentication failed!');
    }
    return { id, acl: known.acl };
  }

  #isTicketOf(ticket: string, id: string): boolean {
    try {
      return this.#userOf(ticket) === id;
    } catch {
      return false;
    }
  }

  #userOf(ticket: string): string {
    const parts = /^(PVE:([^:]+):([0-9A-F]+))::(.+)$/.exec(ticket);
    const age = parts ? Date.now() - parseInt(parts[3], 16) * 1000 : Infinity;
    if (
      !parts ||
      !same(parts[4], this.#sign(parts[1])) ||
      age > ticketLifetimeMs ||
      !this.#known.has(parts[2])
    ) {
      throw unauthorized('Authentication failed!');
    }
    return parts[2];
  }

  #csrf(id: string): string {
    return this.#sign(`csrf:${id}`);
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}

function unauthorized(message: string): PveError {
  return new PveError(401, message, { bare: true });
}

function same(given: string, expected: string): boolean {
  const a = createHmac('sha256', 'compare').update(given).digest();
  const b = createHmac('sha256', 'compare').update(expected).digest();
  return timingSafeEqual(a, b);
}
