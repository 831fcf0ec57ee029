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
    if (!/^(https?|file):/.test(url!)) {
      throw new InputError(
        `orion.bgp.rpki[${index}].url: "${url}" must begin with https:, http: or file:`,
      );
    }
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
