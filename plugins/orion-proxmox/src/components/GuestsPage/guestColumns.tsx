import { Link as RouterLink } from 'react-router-dom';
import Link from '@mui/material/Link';
import {
  DataColumn,
  EntityRefText,
  formatBytesOf,
  formatPercent,
  guestStatusWord,
  StatusChip,
  Unknown,
} from '@orion/backstage-plugin-orion-react';
import { Guest } from '@orion/backstage-plugin-orion-proxmox-common';
import { guestName } from '../../lib/guestName';

/** Every column, in its order; the first cannot be hidden. */
export const guestColumnIds = [
  'name',
  'status',
  'node',
  'cpu',
  'memory',
  'address',
  'owner',
  'tags',
] as const;

export type GuestColumnId = (typeof guestColumnIds)[number];

export const hideableGuestColumns = guestColumnIds.slice(1);

export interface GuestColumnsOptions {
  title: (id: GuestColumnId) => string;
  noAddress: string;
  noOwner: string;
  href: (guest: Guest) => string;
  isStale: (guest: Guest) => boolean;
}

/** The cells of the guests' table. */
export function guestColumns(
  options: GuestColumnsOptions,
): DataColumn<Guest>[] {
  const { title, href, isStale, noAddress, noOwner } = options;
  const column = (
    id: GuestColumnId,
    width: string,
    rest: Omit<DataColumn<Guest>, 'id' | 'title' | 'width'>,
  ) => ({ id, title: title(id), width, ...rest });
  return [
    column('name', 'minmax(11rem, 2fr)', {
      sortable: true,
      rowHeader: true,
      render: guest => <GuestName guest={guest} href={href(guest)} inGrid />,
    }),
    column('status', '8.5rem', {
      sortable: true,
      render: guest => (
        <StatusChip
          plain
          stale={isStale(guest)}
          word={guestStatusWord(guest.status)}
        />
      ),
    }),
    column('node', 'minmax(5rem, 0.8fr)', {
      sortable: true,
      render: ({ node }) => node,
    }),
    column('cpu', '6rem', {
      sortable: true,
      align: 'end',
      render: ({ load }) =>
        load === undefined ? <Unknown /> : formatPercent(load),
    }),
    column('memory', '9rem', {
      sortable: true,
      align: 'end',
      render: ({ memoryUsedBytes, memoryBytes }) =>
        memoryBytes === undefined ? (
          <Unknown />
        ) : (
          formatBytesOf(memoryUsedBytes, memoryBytes)
        ),
    }),
    column('address', 'minmax(8rem, 1fr)', {
      render: ({ addresses }) =>
        addresses.length === 0 ? (
          <Unknown reason={noAddress} />
        ) : (
          <span title={addresses.join(', ')}>{addresses.join(', ')}</span>
        ),
    }),
    column('owner', 'minmax(7rem, 1fr)', {
      sortable: true,
      render: ({ owner }) =>
        owner ? (
          <EntityRefText entityRef={owner} />
        ) : (
          <Unknown reason={noOwner} />
        ),
    }),
    column('tags', 'minmax(8rem, 1.2fr)', {
      render: ({ tags }) => (
        <span title={tags.join(', ')}>{tags.join(', ')}</span>
      ),
    }),
  ];
}

/** A guest's name as a link; nameless ones by their VMID. */
export function GuestName(props: {
  guest: Guest;
  href: string;
  inGrid?: boolean;
}) {
  const { guest, href, inGrid } = props;
  if (inGrid) {
    // The grid says how its links look: a computed class each shows while scrolling.
    return (
      <RouterLink to={href} title={guestName(guest)} tabIndex={-1}>
        <bdi>{guestName(guest)}</bdi>
      </RouterLink>
    );
  }
  return (
    <Link component={RouterLink} to={href} title={guestName(guest)}>
      <bdi>{guestName(guest)}</bdi>
    </Link>
  );
}
