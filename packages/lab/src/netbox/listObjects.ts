import { numbers, texts } from './filterKinds';
import type { Filter, Model, Row, View } from './modelTypes';
import { customFieldsOf, renderObject } from './render';

const PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1000;

/** One page of a list, as NetBox's envelope. `url` is the request's full URL. */
export function listObjects(model: Model, url: URL, view: View) {
  const query = url.searchParams;
  const found = sortRows(model, query, view, filterRows(model, query, view));
  const limit = pageSize(query.get('limit'));
  const offset = naturalNumber(query.get('offset')) ?? 0;
  const options = {
    only: query.get('fields')?.split(',') ?? briefFields(model, query),
    exclude: query.getAll('exclude'),
  };
  return {
    count: found.length,
    next:
      offset + limit < found.length
        ? pageLink(url, { limit, offset: offset + limit })
        : null,
    previous:
      offset > 0
        ? pageLink(url, { limit, offset: Math.max(offset - limit, 0) })
        : null,
    results: found
      .slice(offset, offset + limit)
      .map(row => renderObject(model, row, view, options)),
  };
}

/** Any non-empty `brief` counts, `brief=false` too. */
export function briefFields(model: Model, query: URLSearchParams) {
  return query.get('brief') ? model.brief : undefined;
}

/** `limit` absent or not a number is the default page, 0 and too much the largest. */
export function pageSize(limit: string | null): number {
  const wanted = naturalNumber(limit);
  if (wanted === undefined) {
    return PAGE_SIZE;
  }
  return wanted === 0 ? MAX_PAGE_SIZE : Math.min(wanted, MAX_PAGE_SIZE);
}

function naturalNumber(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

function pageLink(url: URL, page: { limit: number; offset: number }): string {
  const next = new URL(url);
  next.searchParams.set('limit', String(page.limit));
  if (page.offset === 0) {
    next.searchParams.delete('offset');
  } else {
    next.searchParams.set('offset', String(page.offset));
  }
  next.searchParams.sort();
  return next.href;
}

function filterRows(model: Model, query: URLSearchParams, view: View): Row[] {
  const filters = { ...commonFilters(model, view), ...model.filters };
  const active: [string, string[], Filter][] = [];
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name).filter(value => value !== '');
    // A name NetBox does not know filters nothing: the whole list comes back.
    if (values.length > 0 && Object.hasOwn(filters, name)) {
      active.push([name, values, filters[name]]);
    }
  }
  const rows = view.store.rows(model.key);
  if (rows.length === 0) {
    return [];
  }
  return rows.filter(row =>
    active.every(([name, values, filter]) =>
      filter(row, values, view.store, name),
    ),
  );
}

function commonFilters(model: Model, view: View): Record<string, Filter> {
  const filters: Record<string, Filter> = {
    ...numbers('id'),
    ...times('created'),
    ...times('last_updated'),
    q: (row, [needle]) => model.search(row, needle.trim(), view.store),
  };
  if (model.plain) {
    return filters;
  }
  const tagged =
    (column: string): Filter =>
    (row, values, store) =>
      values.every(value =>
        row.tags.some(
          id => String(store.find('extras.tag', id)?.[column]) === value,
        ),
      );
  Object.assign(filters, {
    tag: tagged('slug'),
    tag_id: tagged('id'),
    created_by_request: byRequest(model, ['create']),
    updated_by_request: byRequest(model, ['update']),
    modified_by_request: byRequest(model, ['create', 'update']),
  });
  for (const field of customFieldsOf(model.key, view.store)) {
    if (field.filter_logic !== 'disabled') {
      const read = (row: Row) => row.custom_fields[String(field.name)];
      const loose = field.filter_logic === 'loose';
      Object.assign(filters, texts(`cf_${field.name}`, { read, loose }));
    }
  }
  return filters;
}

function times(name: string): Record<string, Filter> {
  // Stored stamps have one width and zone, so their text order is their time order.
  const compare =
    (test: (a: string, b: string) => boolean): Filter =>
    (row, values) =>
      values.some(value => test(String(row[name]), toStamp(value)));
  return {
    [name]: compare((a, b) => a === b),
    [`${name}__gte`]: compare((a, b) => a >= b),
    [`${name}__gt`]: compare((a, b) => a > b),
    [`${name}__lte`]: compare((a, b) => a <= b),
    [`${name}__lt`]: compare((a, b) => a < b),
  };
}

function toStamp(value: string): string {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) {
    return value;
  }
  const micros = /\.\d{3}(\d{3})/.exec(value)?.[1] ?? '000';
  return `${date.toISOString().slice(0, -1)}${micros}Z`;
}

function byRequest(model: Model, actions: string[]): Filter {
  return (row, values, store) =>
    store
      .rows('core.objectchange')
      .some(
        change =>
          change.changed_object_type === model.key &&
          change.changed_object_id === row.id &&
          actions.includes(String(change.action)) &&
          values.includes(String(change.request_id)),
      );
}

function sortRows(
  model: Model,
  query: URLSearchParams,
  view: View,
  rows: Row[],
): Row[] {
  const known = (name: string) =>
    ['id', 'created', 'last_updated'].includes(name) ||
    model.fields.some(f => f.name === name && f.kind !== 'computed');
  const keys = (query.get('ordering') ?? '')
    .split(',')
    .filter(key => known(key.replace(/^-/, '')));
  return [...rows].sort((a, b) => {
    for (const key of keys) {
      const name = key.replace(/^-/, '');
      const order = compareValues(a[name], b[name]);
      if (order !== 0) {
        return key.startsWith('-') ? -order : order;
      }
    }
    return keys.length > 0 ? a.id - b.id : model.compare(a, b, view.store);
  });
}

function compareValues(a: unknown, b: unknown): number {
  if (a === b) {
    return 0;
  }
  if (a === null || b === null) {
    return a === null ? 1 : -1;
  }
  return a! < b! ? -1 : 1;
}
