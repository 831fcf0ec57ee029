import { isError } from '@backstage/errors';
import { ManagementRecord } from '@orion/backstage-plugin-orion-bgp-common';
import { Freshness } from '@orion/backstage-plugin-orion-common';
import { UnknownPlace } from './LastPathFacts';
import { ManagementSource } from './ManagementSource';
import { ProtectedPlace } from './readProtectedPlaces';
import { ResolvedPlace } from './resolvePlaces';

/** What NetBox says of the way to a router itself. */
export interface ManagementSight {
  places: ProtectedPlace[];
  /** Why nobody knows what NetBox says, as a sentence without its end. */
  problem?: string;
  /** What NetBox has not, as a sentence without its end. */
  lack?: string;
  /** No NetBox is configured. */
  unasked?: boolean;
}

/**
 * Asks for the management addresses of a router. What NetBox said once counts
 * until it says otherwise, with its age: an address moves rarely, and a session is
 * disabled when things go wrong, NetBox among them. Never rejects.
 */
export async function lookUpManagement(
  source: ManagementSource,
  router: string,
): Promise<ManagementSight> {
  try {
    const record = await source.find(router);
    return record ? sightOf(router, record) : { places: [], unasked: true };
  } catch (error) {
    const problem = isError(error) ? error.message : String(error);
    return { places: [], problem: withoutEnd(problem) };
  }
}

/**
 * What that leaves open. Where nobody knows what NetBox says, an address outside
 * this machine that the configuration names is enough, else an outage of NetBox
 * would forbid what it may have caused; without one the way is not known. That
 * NetBox has no address is an answer, and forbids nothing.
 *
 * @param named - those of the configuration
 */
export function gapOf(
  router: string,
  { places, problem, lack, unasked }: ManagementSight,
  named: ResolvedPlace[],
): { unknown: UnknownPlace[]; notes: string[] } {
  const key = `orion.bgp.routers.${router}.actions.managementAddresses`;
  // One that does not resolve denies by itself.
  const isNamed = named.some(
    one => one.problem !== undefined || one.addresses.length > 0,
  );
  if (problem !== undefined) {
    return isNamed
      ? {
          unknown: [],
          notes: [
            `${problem}; what the configuration has of router ${router} counts`,
          ],
        }
      : {
          unknown: [
            {
              place: `router ${router}`,
              sentence: `The way to router ${router} is not known. ${problem}, and ${key} names no address.`,
            },
          ],
          notes: [],
        };
  }
  if (unasked && !isNamed) {
    return {
      unknown: [],
      notes: [
        `No NetBox is read, and ${key} names no address: the way to router ${router} is not looked for`,
      ],
    };
  }
  if (lack === undefined || places.length > 0) {
    return { unknown: [], notes: [] };
  }
  return {
    unknown: [],
    notes: [
      isNamed
        ? `${lack}; what the configuration has of router ${router} counts`
        : `${lack}, and ${key} names none: the way to router ${router} is not looked for`,
    ],
  };
}

function sightOf(
  router: string,
  { machine, finding, addresses, freshness }: ManagementRecord,
): ManagementSight {
  const read = ageText(freshness);
  if (finding === 'no-netbox') {
    return { places: [], unasked: true };
  }
  if (finding === 'never-read') {
    const why = freshness?.error ? `: ${withoutEnd(freshness.error)}` : '';
    return {
      places: [],
      problem: `NetBox was never read for the management address of ${machine}${why}`,
    };
  }
  if (finding === 'no-machine') {
    return {
      places: [],
      lack: `NetBox, ${read}, has no device or virtual machine ${machine} (orion.bgp.routers.${router}.netboxName)`,
    };
  }
  return {
    places: addresses.map(({ address, use }) => ({
      name: `router ${router}`,
      host: address,
      from: `the ${use} address of ${machine} in NetBox, ${read}`,
    })),
    ...(addresses.length === 0 && {
      lack: `NetBox, ${read}, has no primary address of ${machine}`,
    }),
  };
}

/** "read at 2026-11-27T05:00:00.000Z", and whether that is long ago. */
function ageText(freshness: Freshness | undefined): string {
  const { error, fetchedAt, stale } = freshness ?? {};
  const at = fetchedAt ?? 'a time nobody kept';
  return error || stale ? `last read at ${at} and not since` : `read at ${at}`;
}

function withoutEnd(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
