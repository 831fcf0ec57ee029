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

export function startView(page: ChangePage): ChangesView {
  return {
    items: page.items,
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
): ChangesView {
  if (view.items.length === 0) {
    return startView(page);
  }
  const now = new Map(page.items.map(item => [item.id, item]));
  const lowest = page.nextCursor
    ? page.items[page.items.length - 1]?.id ?? 0
    : 0;
  const known = new Set(view.items.map(({ id }) => id));
  return {
    ...view,
    items: view.items.map(item => now.get(item.id) ?? item),
    gone: new Set(
      view.items
        .filter(({ id }) => id >= lowest && !now.has(id))
        .map(({ id }) => id),
    ),
    // Rows below the loaded part come with the next page, not as news.
    fresh: page.items.filter(
      ({ id }) => !known.has(id) && id > view.items[0].id,
    ),
    total: page.total,
  };
}

/** What the reader asked for: news in, leavers out. */
export function takeFresh(view: ChangesView): ChangesView {
  return {
    ...view,
    items: [
      ...view.fresh,
      ...view.items.filter(({ id }) => !view.gone.has(id)),
    ],
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
