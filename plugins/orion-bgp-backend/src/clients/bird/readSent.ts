import { decodeAttributes } from '../../attributes/decodeAttributes';
import { PrefixKey, ReadOptions, SentRecord } from '../../routes/RouteSource';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { BirdConnection } from './BirdConnection';
import { RouterClock } from './birdTime';
import { NO_ROUTES } from './dumpLists';
import { RouteDumpParser } from './RouteDumpParser';

export interface ReadSentOptions extends ReadOptions {
  protocol: string;
  prefix: PrefixKey;
  clock: RouterClock;
}

/**
 * How BIRD tells a neighbor of a prefix: after the export filter, and before it
 * adds its own AS and next hop. A MED that the filter set goes out. One that the
 * route had before may or may not, by where it came from and by the version: in the
 * list both look alike, so it is doubtful.
 */
export async function readSent(
  connection: BirdConnection,
  options: ReadSentOptions,
): Promise<SentRecord[]> {
  const routes = await list(connection, options, true);
  if (!routes.some(route => medOf(route) !== undefined)) {
    return routes;
  }
  const before = (await list(connection, options, false)).map(medOf);
  return routes.map(route => ({
    ...route,
    doubtfulMed:
      medOf(route) !== undefined && before.includes(medOf(route))
        ? true
        : undefined,
  }));
}

async function list(
  connection: BirdConnection,
  { clock, prefix, protocol, signal }: ReadSentOptions,
  filtered: boolean,
): Promise<SentRecord[]> {
  const found: SentRecord[] = [];
  const parser = new RouteDumpParser({
    clock,
    sink: ({ family, address, length, attributes }) => {
      found.push({
        ...{ family, length, asSent: false },
        address: address.slice(),
        attributes: attributes.slice(),
      });
    },
  });
  await connection.run({ kind: 'export', protocol, prefix, filtered }, parser, {
    signal,
    accept: [NO_ROUTES],
  });
  if (parser.incomplete > 0) {
    throw new RouteSourceError(
      'protocol',
      `BIRD printed attributes of ${protocol} only in part`,
    );
  }
  return found;
}

function medOf({ attributes }: SentRecord): number | undefined {
  return decodeAttributes(attributes).med;
}
