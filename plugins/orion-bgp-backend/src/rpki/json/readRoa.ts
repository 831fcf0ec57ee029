import { parseAsn } from '../../attributes/parseAsn';
import { parsePrefix } from '../../routes/addresses';
import { toPrefixKey } from '../../rib/table/PrefixKey';
import { VrpEntry } from '../VrpTable';

/** Of what an exception of Routinator says, which no trust anchor stands for. */
const NO_ANCHOR = 'N/A';

/**
 * One entry of `roas` as Routinator (`json`, `jsonext`), rpki-client and StayRTR
 * write it; undefined when it is none. When it expires the first of these does not
 * say.
 */
export function readRoa(entry: unknown): VrpEntry | undefined {
  const { asn, prefix, maxLength, source, ...more } = entry as {
    [name: string]: unknown;
  };
  const { ta, expires } = Array.isArray(source) ? readSources(source) : more;
  const parsed = typeof prefix === 'string' ? parsePrefix(prefix) : undefined;
  const number = readAsn(asn);
  if (!parsed || parsed.hostBits || number === undefined) {
    return undefined;
  }
  const { family, address, length } = parsed;
  const longest = maxLength === undefined ? length : Number(maxLength);
  if (
    !Number.isInteger(longest) ||
    longest < length ||
    longest > 8 * address.length
  ) {
    return undefined;
  }
  return {
    prefix: toPrefixKey(family, address, length),
    maxLength: longest,
    asn: number,
    trustAnchor: typeof ta === 'string' && ta !== NO_ANCHOR ? ta : undefined,
    expires: isUnixSeconds(expires) ? expires : 0,
  };
}

/**
 * Where an entry of `jsonext` is from: the same may be said by several ROAs, and
 * holds as long as the last of them does, with every certificate above it.
 */
function readSources(sources: unknown[]): { ta?: unknown; expires: number } {
  const read = sources.map(one => {
    const { tal, chainValidity } = (one ?? {}) as {
      tal?: unknown;
      chainValidity?: { notAfter?: unknown };
    };
    const ends = Date.parse(String(chainValidity?.notAfter)) / 1000;
    return { tal, ends: Number.isNaN(ends) ? 0 : Math.floor(ends) };
  });
  return {
    ta: read.find(({ tal }) => tal !== undefined)?.tal,
    // One that says none, such as an exception of the validator, has no end.
    expires: read.some(({ ends }) => ends === 0)
      ? 0
      : Math.max(0, ...read.map(({ ends }) => ends)),
  };
}

/** An ASPA: who may be upstream of a customer. */
export interface Aspa {
  customer: number;
  providers: number[];
}

/** One entry of `aspas`, of Routinator (`customer`) or rpki-client (`customer_asid`). */
export function readAspa(entry: unknown): Aspa | undefined {
  const { customer, customer_asid, providers } = entry as {
    [name: string]: unknown;
  };
  const number = readAsn(customer ?? customer_asid);
  const upstreams = Array.isArray(providers) ? providers.map(readAsn) : [];
  return number === undefined || upstreams.includes(undefined)
    ? undefined
    : { customer: number, providers: upstreams as number[] };
}

/** `"AS123"` or `123`. */
function readAsn(value: unknown): number | undefined {
  // The text of 1.5 would be one of asdot.
  return typeof value === 'string' || Number.isSafeInteger(value)
    ? parseAsn(String(value))
    : undefined;
}

/** What the 32 bits of a column can hold. */
function isUnixSeconds(value: unknown): value is number {
  return (
    Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32
  );
}
