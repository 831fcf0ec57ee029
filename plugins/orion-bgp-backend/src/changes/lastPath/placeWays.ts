import { RouterEndpoint } from '../../config';
import { AddressWay } from '../../rib/impact/ImpactRequest';
import { addressScope } from '../../routes/addressScope';
import { ActionRouter } from '../readActionsConfig';
import { placeText } from './judgeLastPath';
import { PlaceWay } from './LastPathFacts';
import { ProtectedPlace } from './readProtectedPlaces';
import { ResolvedPlace } from './resolvePlaces';

/** Where ORION, and people, reach the router itself: names or addresses. */
export function placesOf({
  id,
  endpoint,
  actions,
}: Pick<ActionRouter, 'id' | 'endpoint' | 'actions'>): ProtectedPlace[] {
  const key = `orion.bgp.routers.${id}`;
  const hosts = [
    ...hostsOf(key, endpoint),
    ...(actions ? hostsOf(`${key}.actions`, actions.endpoint) : []),
    ...(actions?.managementAddresses ?? []).map(host => ({
      host,
      from: `${key}.actions.managementAddresses`,
    })),
  ];
  return hosts
    .filter(
      ({ host }, index) =>
        hosts.findIndex(other => other.host === host) === index,
    )
    .map(one => ({ name: `router ${id}`, ...one }));
}

/**
 * What the table of a router says of each address of each place. The default route says
 * nothing of an address of a network of one's own: no neighbor carries those, and
 * the router has them on its links, which are not in the table of BGP.
 */
export function waysTo(
  router: string,
  places: ResolvedPlace[],
  ways: AddressWay[],
): PlaceWay[] {
  return places.flatMap(({ name, host, from, addresses }) =>
    addresses.flatMap(address => {
      const way = ways.find(one => one.address === address);
      return way && !isGuess(way)
        ? { ...way, router, place: name, host, ...(from && { from }) }
        : [];
    }),
  );
}

/**
 * Places that only a default route over the session would lead to, as a sentence
 * without its end: whoever is behind that router, and not on a link of it, would be cut off.
 */
export function guessedPlaces(
  router: string,
  places: ResolvedPlace[],
  ways: AddressWay[],
): string[] {
  const guessed = places.flatMap(({ name, addresses }) =>
    addresses
      .filter(address =>
        ways.some(
          way => way.address === address && way.overSession && isGuess(way),
        ),
      )
      .map(address => placeText(name, address)),
  );
  return guessed.length === 0
    ? []
    : [
        `${guessed.join(
          ', ',
        )}: not looked for, because only the default route of ${router} covers it, which goes over the session; addresses of one's own networks are taken to be on its links`,
      ];
}

/** See {@link waysTo}. */
function isGuess({ address, prefix }: AddressWay): boolean {
  return addressScope(address) === 'private' && !!prefix?.endsWith('/0');
}

function hostsOf(key: string, endpoint: RouterEndpoint) {
  const from = `${key}.${endpoint.driver}`;
  return hostOf(endpoint).map(host => ({ host, from }));
}

function hostOf(endpoint: RouterEndpoint): string[] {
  if (endpoint.driver === 'bird') {
    return endpoint.ssh ? [endpoint.ssh.host] : [];
  }
  // Whoever confirms has to reach what would undo it.
  const guard = endpoint.guard ? [endpoint.guard.host] : [];
  if (/^unix:/.test(endpoint.target)) {
    return guard;
  }
  const host = endpoint.target
    .replace(/^(dns|ipv4|ipv6):\/*/, '')
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
  return host === '' ? guard : [host, ...guard];
}
