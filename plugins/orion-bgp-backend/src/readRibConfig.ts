import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { readRouters } from './config';
import { CommunityMeaning } from './rib/answer/CommunityDictionary';
import { RibConfig, VrpSourceConfig } from './rib/worker/RibConfig';

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
  return entries.map(entry => ({
    pattern: entry.getString('pattern'),
    text: entry.getString('text'),
    filter: entry.getOptionalBoolean('filter'),
  }));
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
      return { type: 'rtr', host, port };
    }
    if (!/^(https?|file):/.test(url!)) {
      throw new InputError(
        `orion.bgp.rpki[${index}].url: "${url}" must begin with https:, http: or file:`,
      );
    }
    const seconds = entry.getOptionalNumber('intervalSeconds');
    return {
      type: 'json',
      url: url!,
      intervalMs: seconds === undefined ? undefined : seconds * 1000,
    };
  });
}
