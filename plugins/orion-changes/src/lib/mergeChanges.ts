import {
  ChangePage,
  ChangeSummary,
} from '@orion/backstage-plugin-orion-changes-common';

/** The list as it stands on the screen. */
export interface ChangesView {
  items: ChangeSummary[];
  /** Ids of rows that left the list on the server; they stay until the reader asks. */
  gone: ReadonlySet<number>;
  /** Rows that arrived; they wait until the reader asks. */
  fresh: ChangeSummary[];
  total: number;
  nextCursor?: string;
}

/** How rows stand when a list is opened; the server answers newest first. */
export type RowOrder = (a: ChangeSummary, b: ChangeSummary) => number;

export function startView(page: ChangePage, order?: RowOrder): ChangesView {
  return {
    items: order ? [...page.items].sort(order) : page.items,
    gone: new Set(),
    fresh: [],
    total: page.total,
    nextCursor: page.nextCursor,
  };
}

/** Updates cells in place: no row moves, comes or goes by itself. */
export function mergeFirstPage(
  view: ChangesView,
  page: ChangePage,
  order?: RowOrder,
): ChangesView {
  if (view.items.length === 0) {
    return startView(page, order);
  }
  const now = new Map(page.items.map(item => [item.id, item]));
  const lowest = page.nextCursor
    ? page.items[page.items.length - 1]?.id ?? 0
    : 0;
  const known = new Set(view.items.map(({ id }) => id));
  const newest = Math.max(...known);
  return {
    ...view,
    items: view.items.map(item => now.get(item.id) ?? item),
    gone: new Set(
      view.items
        .filter(({ id }) => id >= lowest && !now.has(id))
        .map(({ id }) => id),
    ),
    // Rows below the loaded part come with the next page, not as news.
    fresh: page.items.filter(({ id }) => !known.has(id) && id > newest),
    total: page.total,
  };
}

/** What the reader asked for: news in, leavers out. */
export function takeFresh(view: ChangesView, order?: RowOrder): ChangesView {
  const items = [
    ...view.fresh,
    ...view.items.filter(({ id }) => !view.gone.has(id)),
  ];
  return {
    ...view,
    items: order ? items.sort(order) : items,
    gone: new Set(),
    fresh: [],
  };
}

export function appendPage(view: ChangesView, page: ChangePage): ChangesView {
  const known = new Set(view.items.map(({ id }) => id));
  return {
    ...view,
    items: [...view.items, ...page.items.filter(({ id }) => !known.has(id))],
    total: page.total,
    nextCursor: page.nextCursor,
  };
}
