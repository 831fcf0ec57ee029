import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { parseAddress } from '../../routes/addresses';

/** What people need to undo anything, and where it is. */
export interface ProtectedPlace {
  /** As people call it. */
  name: string;
  /** A name or an address. */
  host: string;
  /** Who says so, where people may ask: a key, or NetBox and when it was read. */
  from?: string;
}

const CONFIGURED = 'orion.bgp.protectedAddresses';

/** Where providers are whose settings need not say it. */
const wellKnown: { [provider: string]: string } = {
  atlassian: 'auth.atlassian.com',
  bitbucket: 'bitbucket.org',
  github: 'github.com',
  gitlab: 'gitlab.com',
  google: 'accounts.google.com',
  microsoft: 'login.microsoftonline.com',
};

/**
 * ORION, PostgreSQL and the identity provider from the settings of the portal, and
 * what `orion.bgp.protectedAddresses` adds. Sockets of this machine are no place.
 *
 * @throws InputError naming what is no address.
 */
export function readProtectedPlaces(root: Config): ProtectedPlace[] {
  const configured = readAddresses(root, CONFIGURED, CONFIGURED);
  const places = [
    ...urlPlace('ORION', root.getOptional('app.baseUrl')),
    ...urlPlace('ORION', root.getOptional('backend.baseUrl')),
    ...databasePlaces(root),
    ...providerPlaces(root),
    ...configured.map(host => ({ name: CONFIGURED, host })),
  ];
  const seen = new Set<string>();
  return places.filter(({ name, host }) => {
    const key = `${name} ${host}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** A list of addresses, empty where there is none. @throws InputError naming `name`. */
export function readAddresses(
  config: Config,
  key: string,
  name: string,
): string[] {
  const addresses = config.getOptionalStringArray(key) ?? [];
  const wrong = addresses.find(address => !parseAddress(address));
  if (wrong !== undefined) {
    throw new InputError(`${name}: "${wrong}" is no address`);
  }
  return addresses;
}

/** Of the portal, and of plugins with a database of their own. */
function databasePlaces(root: Config): ProtectedPlace[] {
  const key = 'backend.database';
  if (root.getOptional(`${key}.client`) !== 'pg') {
    return [];
  }
  const plugins = root.getOptionalConfig(`${key}.plugin`)?.keys() ?? [];
  return [key, ...plugins.map(id => `${key}.plugin.${id}`)].flatMap(at => {
    const connection = root.getOptional(`${at}.connection`);
    if (typeof connection === 'string') {
      return urlPlace('PostgreSQL', connection);
    }
    const { host, connectionString } = (connection ?? {}) as {
      [setting: string]: unknown;
    };
    return [
      ...urlPlace('PostgreSQL', connectionString),
      ...(typeof host === 'string' ? hostPlace('PostgreSQL', host) : []),
    ];
  });
}

function providerPlaces(root: Config): ProtectedPlace[] {
  const key = 'auth.providers';
  const environment = root.getOptional('auth.environment') ?? 'development';
  const providers = root.getOptionalConfig(key)?.keys() ?? [];
  return providers.flatMap(id => {
    const settings = root.getOptional(`${key}.${id}.${environment}`);
    if (typeof settings !== 'object' || settings === null) {
      return [];
    }
    const name = `identity provider ${id}`;
    const named = Object.entries(settings)
      // Where it sends people back to is ORION.
      .filter(([setting]) => setting !== 'callbackUrl')
      .flatMap(([, value]) =>
        /^https?:/i.test(String(value)) ? urlPlace(name, value) : [],
      );
    return named.length > 0 || !wellKnown[id]
      ? named
      : hostPlace(name, wellKnown[id]);
  });
}

function urlPlace(name: string, url: unknown): ProtectedPlace[] {
  if (typeof url !== 'string' || !URL.canParse(url)) {
    return [];
  }
  return hostPlace(name, new URL(url).hostname);
}

/** PostgreSQL's own notation of a socket is a path. */
function hostPlace(name: string, text: string): ProtectedPlace[] {
  const host = text.replace(/^\[(.*)\]$/, '$1');
  return host === '' || /^(\/|%2f)/i.test(host) ? [] : [{ name, host }];
}
