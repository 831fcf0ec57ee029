import { timestamp } from './changeLog';
import { ApiError } from './errors';
import type { NetboxStore } from './NetboxStore';

/** API tokens by their 40 hex digits. */
export type NetboxTokens = Record<
  string,
  { user: string; writeEnabled: boolean }
>;

export interface Principal {
  id: number;
  name: string;
  writeEnabled: boolean;
}

/** Makes the users and token rows the API shows; ids survive restarts. */
export function registerTokens(store: NetboxStore, tokens: NetboxTokens): void {
  const blank = () => {
    const at = timestamp();
    return { created: at, last_updated: at, tags: [], custom_fields: {} };
  };
  for (const user of ['admin', ...Object.values(tokens).map(t => t.user)]) {
    if (!store.rows('users.user').some(row => row.username === user)) {
      const id = store.nextId('users.user');
      store.put('users.user', {
        id,
        ...blank(),
        username: user,
        is_active: true,
      });
    }
  }
  store.rows('users.token').forEach(row => store.remove('users.token', row.id));
  for (const [key, { user, writeEnabled }] of Object.entries(tokens)) {
    store.put('users.token', {
      id: store.nextId('users.token'),
      ...blank(),
      user: userId(store, user),
      // NetBox shows the end of a key only.
      partial: `**********************************${key.slice(-6)}`,
      write_enabled: writeEnabled,
      description: '',
    });
  }
}

function userId(store: NetboxStore, name: string): number {
  return store.rows('users.user').find(row => row.username === name)!.id;
}

/** NetBox 4.4 knows the `Token` scheme only; any other counts as none. */
export function authenticate(
  store: NetboxStore,
  tokens: NetboxTokens,
  header: string | undefined,
): Principal {
  const [scheme, key, ...rest] = (header ?? '').trim().split(/\s+/);
  if (scheme.toLowerCase() !== 'token') {
    throw ApiError.detail(403, 'Authentication credentials were not provided.');
  }
  if (key === undefined) {
    throw ApiError.detail(
      403,
      'Invalid token header. No credentials provided.',
    );
  }
  if (rest.length > 0) {
    throw ApiError.detail(
      403,
      'Invalid token header. Token string should not contain spaces.',
    );
  }
  if (!Object.hasOwn(tokens, key)) {
    throw ApiError.detail(403, 'Invalid token');
  }
  const { user, writeEnabled } = tokens[key];
  return { id: userId(store, user), name: user, writeEnabled };
}
