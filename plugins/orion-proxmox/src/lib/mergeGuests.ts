import { Guest, GuestPage } from '@orion/backstage-plugin-orion-proxmox-common';

/** The guests as they stand on the screen. */
export interface GuestsView extends Omit<GuestPage, 'items'> {
  items: Guest[];
  /** Keys of rows the server no longer has; they stay until the reader asks. */
  gone: ReadonlySet<string>;
  /** How many rows arrived and wait until the reader asks. */
  fresh: number;
}

export function guestKey({
  cluster,
  vmid,
}: Pick<Guest, 'cluster' | 'vmid'>): string {
  return `${cluster}/${vmid}`;
}

export function startView(page: GuestPage): GuestsView {
  return { ...page, gone: new Set(), fresh: 0 };
}

/** Updates cells in place: no row moves, comes or goes by itself, whatever the order. */
export function mergeGuests(view: GuestsView, page: GuestPage): GuestsView {
  if (view.items.length === 0) {
    return startView(page);
  }
  const now = new Map(page.items.map(guest => [guestKey(guest), guest]));
  const known = new Set(view.items.map(guestKey));
  // Only an answer that holds everything proves that a row is gone, or new.
  const whole = page.nextCursor === undefined;
  return {
    ...page,
    items: view.items.map(guest => now.get(guestKey(guest)) ?? guest),
    gone: whole ? new Set([...known].filter(key => !now.has(key))) : view.gone,
    fresh: whole
      ? page.items.filter(guest => !known.has(guestKey(guest))).length
      : Math.max(0, page.total - view.total) + view.fresh,
    total: page.total,
    nextCursor: view.nextCursor,
  };
}

export function appendPage(view: GuestsView, page: GuestPage): GuestsView {
  const known = new Set(view.items.map(guestKey));
  return {
    ...view,
    items: [
      ...view.items,
      ...page.items.filter(guest => !known.has(guestKey(guest))),
    ],
    total: page.total,
    nextCursor: page.nextCursor,
  };
}
