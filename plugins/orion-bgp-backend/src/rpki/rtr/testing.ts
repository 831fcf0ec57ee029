import { Duplex, duplexPair } from 'node:stream';
import { toPrefixKey } from '../../rib/table/PrefixKey';
import { parsePrefix } from '../../routes/addresses';
import { AspaTable } from '../aspa/AspaTable';
import { VrpTable } from '../VrpTable';
import { encodeRtrPdu } from './encodeRtrPdu';
import { RtrClient } from './RtrClient';
import { RtrParser } from './RtrParser';
import { RtrPdu } from './RtrPdu';

/** A message in the version of the cache that says it. */
export type Pdu = RtrPdu extends infer T
  ? T extends RtrPdu
    ? Omit<T, 'version'>
    : never
  : never;

/** The other side: what it hears, and what it says. */
export class FakeCache {
  readonly heard: RtrPdu[] = [];
  version = 2;
  connections = 0;
  #stream!: Duplex;
  onQuery: (pdu: RtrPdu) => void = () => {};

  open = (): Duplex => {
    const [mine, theirs] = duplexPair();
    const parser = new RtrParser();
    this.connections++;
    this.#stream = mine;
    mine.on('data', chunk =>
      parser.push(chunk).forEach(pdu => {
        this.heard.push(pdu);
        this.onQuery(pdu);
      }),
    );
    mine.on('error', () => {});
    return theirs;
  };

  say(...pdus: Pdu[]) {
    for (const pdu of pdus) {
      this.#stream.write(
        encodeRtrPdu({ version: this.version, ...pdu } as RtrPdu),
      );
    }
  }

  raw(bytes: Uint8Array) {
    this.#stream.write(bytes);
  }

  hangUp() {
    this.#stream.destroy();
  }
}

export function vrp(prefix: string, asn: number, announce = true): Pdu {
  const { family, address, length } = parsePrefix(prefix)!;
  return {
    type: 'prefix',
    announce,
    prefix: toPrefixKey(family, address, length),
    maxLength: length,
    asn,
  };
}

export const end = (
  session: number,
  serial: number,
  intervals = { refresh: 3600, retry: 1, expire: 7200 },
): Pdu => ({
  type: 'end-of-data',
  session,
  serial,
  intervals,
});
export const response = (session: number): Pdu => ({
  type: 'cache-response',
  session,
});

/** ASNs of a table, as it has them. */
export function list(table: VrpTable | undefined): number[] {
  const asns: number[] = [];
  table?.forEach(({ asn }) => asns.push(asn));
  return asns;
}

/** Starts a client of a cache; call it in a test file. Each ends with its test. */
export function rtrClients() {
  let abort: AbortController;
  let ended: Promise<void>;
  afterEach(async () => {
    abort.abort();
    await ended;
  });

  return function start(cache: FakeCache, maxEntries?: number) {
    const tables: (VrpTable | undefined)[] = [];
    const aspas: (AspaTable | undefined)[] = [];
    const problems: (string | undefined)[] = [];
    const client = new RtrClient({
      name: 'rtr://cache',
      open: cache.open,
      maxEntries,
      onVrps: (vrps, table) => {
        tables.push(vrps);
        aspas.push(table);
      },
      onProblem: problem => problems.push(problem),
    });
    abort = new AbortController();
    ended = client.run(abort.signal);
    return { tables, aspas, problems };
  };
}
