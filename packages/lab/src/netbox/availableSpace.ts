import type { WriteContext } from './changeLog';
import { ApiError, type FieldErrors } from './errors';
import {
  cidrsOf,
  formatInet,
  parseInet,
  spanOf,
  subtractSpans,
  type Inet,
  type Span,
} from './ipMath';
import { childVrf, within } from './models/ipamRules';
import type { Row } from './modelTypes';
import type { NetboxStore } from './NetboxStore';
import { pythonType } from './parseField';
import { createObjects } from './writeObjects';

const hostSpan = (row: Row): Span => {
  const { value } = parseInet(row.address)!;
  return [value, value];
};

const rangeSpan = (row: Row): Span => [
  parseInet(row.start_address)!.value,
  parseInet(row.end_address)!.value,
];

/**
 * Free hosts of a prefix as NetBox counts them: child prefixes do not matter,
 * populated ranges do; network and broadcast are kept out unless it is a pool.
 */
function freeHosts(prefix: Row, store: NetboxStore): Span[] {
  const inet = parseInet(prefix.prefix)!;
  const span = spanOf(inet);
  const used = within(
    'ipam.ipaddress',
    'address',
    prefix,
    store,
    childVrf(prefix),
  ).map(hostSpan);
  for (const range of within(
    'ipam.iprange',
    'start_address',
    prefix,
    store,
    prefix.vrf,
  )) {
    if (range.mark_populated) {
      used.push(rangeSpan(range));
    }
  }
  const bits = inet.version === 4 ? 32 : 128;
  if (!prefix.is_pool && inet.length < bits - 1) {
    used.push([span[0], span[0]]);
    if (inet.version === 4) {
      used.push([span[1], span[1]]);
    }
  }
  return subtractSpans(span, used);
}

function freeHostsOfRange(range: Row, store: NetboxStore): Span[] {
  if (range.mark_populated) {
    return [];
  }
  const inet = parseInet(range.start_address)!;
  const used = store
    .rows('ipam.ipaddress')
    .filter(
      row =>
        row.vrf === range.vrf &&
        parseInet(row.address)!.version === inet.version,
    )
    .map(hostSpan);
  return subtractSpans(rangeSpan(range), used);
}

/** Addresses a prefix or range still offers, with its mask, at most `limit`. */
export function availableIps(
  key: string,
  parent: Row,
  limit: number,
  store: NetboxStore,
): Inet[] {
  const isPrefix = key === 'ipam.prefix';
  const { version, length } = parseInet(
    isPrefix ? parent.prefix : parent.start_address,
  )!;
  const free = isPrefix
    ? freeHosts(parent, store)
    : freeHostsOfRange(parent, store);
  const found: Inet[] = [];
  for (const [first, last] of free) {
    for (let value = first; value <= last; value++) {
      if (found.length >= limit) {
        return found;
      }
      found.push({ version, value, length });
    }
  }
  return found;
}

/** Free blocks of a prefix: addresses do not matter, child prefixes do. */
export function availablePrefixes(prefix: Row, store: NetboxStore): Inet[] {
  const inet = parseInet(prefix.prefix)!;
  const children = within(
    'ipam.prefix',
    'prefix',
    prefix,
    store,
    childVrf(prefix),
  ).filter(child => child.prefix !== prefix.prefix);
  const used = children.map(child => spanOf(parseInet(child.prefix)!));
  return [...cidrsOf(inet.version, subtractSpans(spanOf(inet), used))];
}

const exhausted = () =>
  ApiError.detail(
    409,
    'Insufficient resources are available to satisfy the request',
  );

function asItems(body: unknown): Record<string, unknown>[] {
  const items = Array.isArray(body) ? body : [body];
  const errors = items.map(
    (item): FieldErrors =>
      typeof item === 'object' && item !== null && !Array.isArray(item)
        ? {}
        : {
            non_field_errors: [
              `Invalid data. Expected a dictionary, but got ${pythonType(
                item,
              )}.`,
            ],
          },
  );
  if (errors.some(e => Object.keys(e).length > 0)) {
    throw ApiError.invalid(errors);
  }
  return items as Record<string, unknown>[];
}

/** Creates the next free address for each item of the body; all or none. */
export function allocateIps(
  context: WriteContext,
  key: string,
  parent: Row,
  body: unknown,
): Row[] {
  const items = asItems(body);
  const free = availableIps(key, parent, items.length, context.store);
  if (free.length < items.length) {
    throw exhausted();
  }
  const bodies = items.map((item, i) => ({
    ...item,
    address: formatInet(free[i]),
    vrf: parent.vrf,
  }));
  return createObjects(
    context,
    context.store.model('ipam.ipaddress'),
    Array.isArray(body) ? bodies : bodies[0],
  );
}

/** Creates the first free block of each wanted length; all or none. */
export function allocatePrefixes(
  context: WriteContext,
  parent: Row,
  body: unknown,
): Row[] {
  const items = asItems(body);
  const { version } = parseInet(parent.prefix)!;
  const errors = items.map(item => lengthErrors(item.prefix_length, version));
  if (errors.some(e => Object.keys(e).length > 0)) {
    throw ApiError.invalid(errors);
  }
  let free = availablePrefixes(parent, context.store);
  const bodies = items.map(item => {
    const length = Number(item.prefix_length);
    const block = free.find(candidate => length >= candidate.length);
    if (!block) {
      throw exhausted();
    }
    const taken: Inet = { version, value: block.value, length };
    free = free.flatMap(candidate =>
      candidate === block
        ? [...cidrsOf(version, subtractSpans(spanOf(block), [spanOf(taken)]))]
        : [candidate],
    );
    return { ...item, prefix: formatInet(taken), vrf: parent.vrf };
  });
  return createObjects(
    context,
    context.store.model('ipam.prefix'),
    Array.isArray(body) ? bodies : bodies[0],
  );
}

/** NetBox's own texts, in its own grammar. */
function lengthErrors(length: unknown, version: 4 | 6): FieldErrors {
  const message = (text: string) => ({ prefix_length: [text] });
  if (length === undefined || length === null) {
    return message('this field can not be missing');
  }
  if (!Number.isInteger(length)) {
    return message('this field must be int type');
  }
  return Number(length) > (version === 4 ? 32 : 128)
    ? message(`Invalid prefix length (${length}) for IPv${version}`)
    : {};
}
