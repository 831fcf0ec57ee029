import type { FieldErrors } from '../errors';
import {
  containsSpan,
  networkOf,
  formatInet,
  parseInet,
  spanOf,
  type Span,
} from '../ipMath';
import type { Row } from '../modelTypes';
import type { NetboxStore } from '../NetboxStore';

/** Address roles that several hosts share, exempt from uniqueness. */
const SHARED_ROLES = ['anycast', 'vip', 'vrrp', 'hsrp', 'glbp', 'carp'];

/** Rows whose inet column lies in the prefix; `vrf` undefined means any VRF. */
export function within(
  model: string,
  column: string,
  prefix: Row,
  store: NetboxStore,
  vrf: unknown,
): Row[] {
  const outer = parseInet(prefix.prefix)!;
  const span = spanOf(outer);
  return store.rows(model).filter(row => {
    const inet = parseInet(row[column])!;
    const inner: Span =
      column === 'prefix' ? spanOf(inet) : [inet.value, inet.value];
    return (
      (vrf === undefined || row.vrf === vrf) &&
      inet.version === outer.version &&
      containsSpan(span, inner)
    );
  });
}

/**
 * The VRF whose objects count as children: a container in the global table
 * sees those of every VRF.
 */
export const childVrf = (prefix: Row) =>
  prefix.vrf === null && prefix.status === 'container' ? undefined : prefix.vrf;

export function parentsOf(prefix: Row, store: NetboxStore): Row[] {
  const inner = parseInet(prefix.prefix)!;
  return store.rows('ipam.prefix').filter(row => {
    const outer = parseInet(row.prefix)!;
    return (
      row.vrf === prefix.vrf &&
      outer.version === inner.version &&
      outer.length < inner.length &&
      containsSpan(spanOf(outer), spanOf(inner))
    );
  });
}

/** The name of the table in which values must be unique, if they must. */
function uniqueTable(row: Row, store: NetboxStore): string | undefined {
  if (row.vrf === null) {
    return 'global table';
  }
  const vrf = store.find('ipam.vrf', row.vrf);
  if (!vrf?.enforce_unique) {
    return undefined;
  }
  return `VRF ${vrf.rd ? `${vrf.name} (${vrf.rd})` : vrf.name}`;
}

export function cleanPrefix(
  row: Row,
  _before: Row | undefined,
  store: NetboxStore,
): FieldErrors {
  const inet = parseInet(row.prefix)!;
  if (inet.length === 0) {
    return { prefix: ['Cannot create prefix with /0 mask.'] };
  }
  // Compared before host bits are cleared: 10.0.0.1/24 passes beside 10.0.0.0/24.
  const table = uniqueTable(row, store);
  const twin = store
    .rows('ipam.prefix')
    .find(
      other =>
        other.id !== row.id &&
        other.vrf === row.vrf &&
        other.prefix === row.prefix,
    );
  if (table && twin) {
    return {
      prefix: [`Duplicate prefix found in ${table}: ${twin.prefix}`],
    };
  }
  row.prefix = formatInet(networkOf(inet));
  return {};
}

export function cleanAggregate(
  row: Row,
  _before: Row | undefined,
  store: NetboxStore,
): FieldErrors {
  const inet = parseInet(row.prefix)!;
  if (inet.length === 0) {
    return { prefix: ['Cannot create aggregate with /0 mask.'] };
  }
  const others = store.rows('ipam.aggregate').filter(other => {
    return (
      other.id !== row.id && parseInet(other.prefix)!.version === inet.version
    );
  });
  const covering = others.find(other =>
    containsSpan(spanOf(parseInet(other.prefix)!), spanOf(inet)),
  );
  if (covering) {
    return {
      prefix: [
        `Aggregates cannot overlap. ${row.prefix} is already covered by an existing aggregate (${covering.prefix}).`,
      ],
    };
  }
  const covered = others.find(other =>
    containsSpan(spanOf(inet), spanOf(parseInet(other.prefix)!)),
  );
  return covered
    ? {
        prefix: [
          `Prefixes cannot overlap aggregates. ${row.prefix} covers an existing aggregate (${covered.prefix}).`,
        ],
      }
    : {};
}

export function cleanRange(
  row: Row,
  _before: Row | undefined,
  store: NetboxStore,
): FieldErrors {
  const start = parseInet(row.start_address)!;
  const end = parseInet(row.end_address)!;
  if (start.version !== end.version) {
    return {
      end_address: ['Starting and ending IP address versions must match'],
    };
  }
  if (start.length !== end.length) {
    return { end_address: ['Starting and ending IP address masks must match'] };
  }
  if (end.value <= start.value) {
    return {
      end_address: [
        `Ending address must be greater than the starting address (${row.start_address})`,
      ],
    };
  }
  const overlap = store.rows('ipam.iprange').find(other => {
    const [first, last] = [other.start_address, other.end_address].map(
      value => parseInet(value)!,
    );
    return (
      other.id !== row.id &&
      other.vrf === row.vrf &&
      first.version === start.version &&
      first.value <= end.value &&
      last.value >= start.value
    );
  });
  return overlap
    ? {
        __all__: [
          `Defined addresses overlap with range ${store.display(
            'ipam.iprange',
            overlap,
          )} in VRF ${store.find('ipam.vrf', row.vrf)?.name ?? 'None'}`,
        ],
      }
    : {};
}

/** NetBox refuses to put a network or broadcast address on an interface. */
function assignable(row: Row): string | undefined {
  const inet = parseInet(row.address)!;
  const [first, last] = spanOf(inet);
  const host = String(row.address).split('/')[0];
  const bits = inet.version === 4 ? 32 : 128;
  if (row.assigned_object_id === null || inet.length >= bits - 1) {
    return undefined;
  }
  if (inet.value === first) {
    return `${host} is a network ID, which may not be assigned to an interface.`;
  }
  return inet.version === 4 && inet.value === last
    ? `${host} is a broadcast address, which may not be assigned to an interface.`
    : undefined;
}

function populatedRange(row: Row, store: NetboxStore): Row | undefined {
  const inet = parseInet(row.address)!;
  return store.rows('ipam.iprange').find(range => {
    const [first, last] = [range.start_address, range.end_address].map(
      value => parseInet(value)!,
    );
    return (
      range.mark_populated &&
      range.vrf === row.vrf &&
      first.version === inet.version &&
      first.value <= inet.value &&
      inet.value <= last.value
    );
  });
}

function movesPrimary(row: Row, before: Row, store: NetboxStore): boolean {
  const interfaceVm = (id: unknown) =>
    store.find('virtualization.vminterface', id)?.virtual_machine;
  const owner = store.find(
    'virtualization.virtualmachine',
    interfaceVm(before.assigned_object_id),
  );
  const isPrimary =
    owner && [owner.primary_ip4, owner.primary_ip6].includes(row.id);
  return Boolean(isPrimary && interfaceVm(row.assigned_object_id) !== owner.id);
}

export function cleanAddress(
  row: Row,
  before: Row | undefined,
  store: NetboxStore,
): FieldErrors {
  const inet = parseInet(row.address)!;
  if (inet.length === 0) {
    return { address: ['Cannot create IP address with /0 mask.'] };
  }
  const refusal = assignable(row);
  if (refusal) {
    return { __all__: [refusal] };
  }
  const twins = store.rows('ipam.ipaddress').filter(other => {
    const theirs = parseInet(other.address)!;
    return (
      other.id !== row.id &&
      other.vrf === row.vrf &&
      theirs.version === inet.version &&
      theirs.value === inet.value
    );
  });
  const table = uniqueTable(row, store);
  const shared = [row, ...twins].every(r =>
    SHARED_ROLES.includes(String(r.role)),
  );
  if (table && twins.length > 0 && !shared) {
    return {
      address: [`Duplicate IP address found in ${table}: ${twins[0].address}`],
    };
  }
  const range = before ? undefined : populatedRange(row, store);
  if (range) {
    return {
      address: [
        `Cannot create IP address ${row.address} inside range ${store.display(
          'ipam.iprange',
          range,
        )}.`,
      ],
    };
  }
  if (before && movesPrimary(row, before, store)) {
    return {
      __all__: [
        'Cannot reassign IP address while it is designated as the primary IP for the parent object',
      ],
    };
  }
  return row.status === 'slaac' && inet.version !== 6
    ? { status: ['Only IPv6 addresses can be assigned SLAAC status'] }
    : {};
}
