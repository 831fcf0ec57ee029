import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { readRouters } from './config';
import {
  CommunityMeaning,
  isCommunityPattern,
} from './rib/answer/CommunityDictionary';
import { RibConfig, VrpSourceConfig } from './rib/worker/RibConfig';
import { readNumber } from './readNumber';

/** Reads what the route index needs. Throws `InputError` naming the key. */
export function readRibConfig(root: Config): RibConfig {
  return {
    routers: readRouters(root).map(
      ({ id, asn, endpoint, kernel, maxPaths }) => ({
        id,
        asn,
        kernel: kernel && { ...kernel, maxRoutes: maxPaths },
        source: {
          router: id,
          driver: endpoint.driver,
          settings: { ...endpoint } as unknown as JsonObject,
        },
        maxPaths,
      }),
    ),
    communities: readCommunities(root),
    rpki: readRpki(root),
  };
}

function readCommunities(root: Config): CommunityMeaning[] {
  const entries = root.getOptionalConfigArray('orion.bgp.communities') ?? [];
  return entries.map((entry, index) => {
    const pattern = entry.getString('pattern');
    if (!isCommunityPattern(pattern)) {
      throw new InputError(
        `orion.bgp.communities[${index}].pattern: "${pattern}" is no community: two or three numbers or * with : between, as 394955:65666:*, an extended one as ORION shows it, or the name of a well-known one`,
      );
    }
    return {
      pattern,
      text: entry.getString('text'),
      filter: entry.getOptionalBoolean('filter'),
    };
  });
}

function readRpki(root: Config): VrpSourceConfig[] {
  const entries = root.getOptionalConfigArray('orion.bgp.rpki') ?? [];
  return entries.map((entry, index) => {
    const url = entry.getOptionalString('url');
    const rtr = entry.getOptionalConfig('rtr');
    if (Boolean(url) === Boolean(rtr)) {
      throw new InputError(
        `orion.bgp.rpki[${index}]: give either url or rtr, to say where VRPs come from`,
      );
    }
    if (rtr) {
      const [host, port] = [rtr.getString('host'), rtr.getNumber('port')];
      const limits = { least: 1, most: 65_535, whole: true };
      readNumber(rtr, 'port', `orion.bgp.rpki[${index}].rtr.port`, limits);
      return { type: 'rtr', host, port };
    }
    checkUrl(url!, `orion.bgp.rpki[${index}].url`);
    const ms = (name: string, least: number, most: number) => {
      const limits = { least, most };
      const whole = `orion.bgp.rpki[${index}].${name}`;
      const seconds = readNumber(entry, name, whole, limits);
      return seconds === undefined ? undefined : seconds * 1000;
    };
    return {
      type: 'json',
      url: url!,
      intervalMs: ms('intervalSeconds', 1, 86_400),
      // As RTR has it, RFC 8210 §6.
      expireMs: ms('expireSeconds', 600, 172_800),
    };
  });
}

/** What is refused is not printed: with a password in it, who knows where that is. */
function checkUrl(text: string, key: string): void {
  if (!/^(https?|file):/.test(text)) {
    throw new InputError(`${key} must begin with https:, http: or file:`);
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) {
    throw new InputError(`${key} is no URL; a port is 65535 at most`);
  }
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    throw new InputError(
      `${key}: a % in the user or the password is written %25`,
    );
  }
  if (url.protocol === 'file:' && url.host) {
    throw new InputError(
      `${key} names a file of the machine ${url.host}; one of this machine has three slashes, as file:///var/lib/vrps.json`,
    );
  }
}
