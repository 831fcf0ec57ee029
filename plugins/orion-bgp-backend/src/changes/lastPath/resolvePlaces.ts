import { lookup } from 'node:dns/promises';
import { addressScope } from '../../routes/addressScope';
import { ProtectedPlace } from './readProtectedPlaces';

/** A place with the addresses it has now. */
export interface ResolvedPlace extends ProtectedPlace {
  /** Without those of this machine and link, which no router is asked for. */
  addresses: string[];
  /** Why they are not known. */
  problem?: string;
}

/** Name servers that take longer are not there. */
const PATIENCE_MS = 2_000;

/** Looks the names up as this machine does for its own connections. Never rejects. */
export async function resolvePlaces(
  places: ProtectedPlace[],
  patienceMs = PATIENCE_MS,
  find: (host: string) => Promise<{ address: string }[]> = host =>
    lookup(host, { all: true }),
): Promise<ResolvedPlace[]> {
  return Promise.all(
    places.map(async place => {
      try {
        const found = await inTime(find(place.host), patienceMs);
        // A zone (`%eth0`) names a link of this machine.
        const all = found.map(({ address }) => address.split('%')[0]);
        const addresses = [...new Set(all)].filter(
          address => addressScope(address) !== 'local',
        );
        return { ...place, addresses: addresses.sort() };
      } catch (error) {
        return {
          ...place,
          addresses: [],
          problem: (error as Error).message,
        };
      }
    }),
  );
}

async function inTime<T>(work: Promise<T>, patienceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(new Error(`no answer of the name server in ${patienceMs} ms`)),
      patienceMs,
    );
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
