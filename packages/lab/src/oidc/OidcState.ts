import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { SnapshotFile } from '../shared/SnapshotFile';
import type { AdapterPayload, JWK } from 'oidc-provider';

interface StoredRecord {
  payload: AdapterPayload;
  /** Milliseconds since the epoch; absent means for ever. */
  expiresAt?: number;
}

interface State {
  jwks: { keys: JWK[] };
  cookieKeys: string[];
  records: Record<string, StoredRecord>;
}

/** Writes between two removals of what has expired. */
const PRUNE_EVERY = 200;

/**
 * What the provider must not lose in a restart: its signing key, its cookie
 * keys and every session, grant and token.
 */
export class OidcState {
  readonly #file: SnapshotFile<State>;
  readonly #state: State;
  #puts = 0;

  constructor(stateDir: string | undefined) {
    this.#file = new SnapshotFile<State>(
      stateDir && join(stateDir, 'oidc.json'),
      () => this.#state,
    );
    this.#state = this.#file.load() ?? newState();
    this.#prune();
    this.#file.touch();
  }

  get jwks() {
    return this.#state.jwks;
  }

  get cookieKeys() {
    return this.#state.cookieKeys;
  }

  find(key: string): AdapterPayload | undefined {
    const record = this.#state.records[key];
    const expired =
      record?.expiresAt !== undefined && record.expiresAt <= Date.now();
    // The provider changes what it gets, so it gets a copy.
    return record && !expired ? structuredClone(record.payload) : undefined;
  }

  /** Keys below a model whose payload has the value. */
  keysWhere(field: keyof AdapterPayload, value: unknown): string[] {
    return Object.entries(this.#state.records)
      .filter(([, record]) => record.payload[field] === value)
      .map(([key]) => key);
  }

  put(key: string, payload: AdapterPayload, expiresInSeconds?: number): void {
    this.#state.records[key] = {
      payload: structuredClone(payload),
      expiresAt: expiresInSeconds
        ? Date.now() + expiresInSeconds * 1000
        : undefined,
    };
    this.#puts += 1;
    if (this.#puts % PRUNE_EVERY === 0) {
      this.#prune();
    }
    this.#file.touch();
  }

  remove(keys: string[]): void {
    for (const key of keys) {
      delete this.#state.records[key];
    }
    this.#file.touch();
  }

  /** Ends every session and voids every token; the keys stay. */
  clear(): void {
    this.remove(Object.keys(this.#state.records));
  }

  flush(): void {
    this.#prune();
    this.#file.flush();
  }

  #prune(): void {
    const now = Date.now();
    for (const [key, { expiresAt }] of Object.entries(this.#state.records)) {
      if (expiresAt !== undefined && expiresAt <= now) {
        delete this.#state.records[key];
      }
    }
  }
}

function newState(): State {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' }) as JWK;
  const kid = randomBytes(8).toString('hex');
  return {
    jwks: { keys: [{ ...jwk, kid, alg: 'RS256', use: 'sig' }] },
    cookieKeys: [randomBytes(32).toString('hex')],
    records: {},
  };
}
