import { ApiError } from './errors';
import { containsSpan, parseInet, spanOf, type Inet } from './ipMath';
import type { Filter, Row } from './modelTypes';
import type { NetboxStore } from './NetboxStore';

type Filters = Record<string, Filter>;
type Read = (row: Row, store: NetboxStore) => unknown;

const invalidChoice = (name: string, value: string) =>
  ApiError.invalid({
    [name]: [
      `Select a valid choice. ${value} is not one of the available choices.`,
    ],
  });

const same: (name: string) => Read = name => row => row[name];

/** Runs `test` for each value; `__n` filters exclude what the plain one keeps. */
function withNegation(name: string, filter: Filter): Filters {
  return {
    [name]: filter,
    [`${name}__n`]: (row, values, store) => !filter(row, values, store, name),
  };
}

function toNumber(name: string, value: string): number {
  const parsed = Number(value);
  if (Number.isNaN(parsed)) {
    throw ApiError.invalid({ [name]: ['Enter a number.'] });
  }
  return parsed;
}

/** Exact, `__n`, `__gt(e)`, `__lt(e)` and `__empty` of a number. */
export function numbers(name: string, read: Read = same(name)): Filters {
  const compare =
    (test: (a: number, b: number) => boolean): Filter =>
    (row, values, store) => {
      const value = read(row, store);
      return values.some(
        v => typeof value === 'number' && test(value, toNumber(name, v)),
      );
    };
  return {
    ...withNegation(
      name,
      compare((a, b) => a === b),
    ),
    [`${name}__gte`]: compare((a, b) => a >= b),
    [`${name}__gt`]: compare((a, b) => a > b),
    [`${name}__lte`]: compare((a, b) => a <= b),
    [`${name}__lt`]: compare((a, b) => a < b),
    [`${name}__empty`]: (row, [wanted], store) =>
      (read(row, store) === null) === isTrue(wanted),
  };
}

export function isTrue(value: string): boolean {
  return /^(true|1)$/i.test(value);
}

/** Text lookups of NetBox: exact, `__ic`, `__ie`, `__isw`, `__iew`, `__empty` and negations. */
export function texts(
  name: string,
  options: { read?: Read; fold?: boolean; loose?: boolean } = {},
): Filters {
  const read = options.read ?? same(name);
  const lookup =
    (fold: boolean, test: (a: string, b: string) => boolean): Filter =>
    (row, values, store) => {
      const raw = read(row, store);
      if (raw === null || raw === undefined) {
        return false;
      }
      const value = fold ? String(raw).toLowerCase() : String(raw);
      return values.some(v => test(value, fold ? v.toLowerCase() : v));
    };
  const exact = options.loose
    ? lookup(true, (a, b) => a.includes(b))
    : lookup(options.fold ?? false, (a, b) => a === b);
  const lookups: Filters = {
    '': exact,
    ic: lookup(true, (a, b) => a.includes(b)),
    ie: lookup(true, (a, b) => a === b),
    isw: lookup(true, (a, b) => a.startsWith(b)),
    iew: lookup(true, (a, b) => a.endsWith(b)),
  };
  const filters: Filters = {
    [`${name}__empty`]: (row, [wanted], store) =>
      ['', null, undefined].includes(read(row, store) as string) ===
      isTrue(wanted),
  };
  for (const [suffix, filter] of Object.entries(lookups)) {
    filters[suffix ? `${name}__${suffix}` : name] = filter;
    filters[`${name}__n${suffix}`] = (row, values, store) =>
      !filter(row, values, store, name);
  }
  return filters;
}

/** One of a closed set; an unknown value is a 400, as in NetBox. */
export function choices(
  name: string,
  allowed: Record<string, string>,
): Filters {
  return withNegation(name, (row, values) => {
    const unknown = values.find(v => !(v in allowed) && v !== 'null');
    if (unknown !== undefined) {
      throw invalidChoice(name, unknown);
    }
    return values.includes(String(row[name] || 'null'));
  });
}

export function flags(...names: string[]): Filters {
  return Object.fromEntries(
    names.map(name => [
      name,
      ((row, [wanted]) => Boolean(row[name]) === isTrue(wanted)) as Filter,
    ]),
  );
}

/**
 * `<name>_id` and `<name>` by a text column of the target. A value without a
 * target is a 400; `null` selects rows without one.
 */
export function relation(
  name: string,
  to: string,
  column: string,
  read: Read = same(name),
): Filters {
  const by = (parameter: string, attribute: string): Filter => {
    return (row, values, store) => {
      const wanted = values.flatMap(value => {
        if (value === 'null') {
          return [null];
        }
        const hits =
          attribute === 'id'
            ? [store.find(to, Number(value))].filter(hit => hit !== undefined)
            : store
                .rows(to)
                .filter(target => String(target[attribute]) === value);
        if (hits.length === 0) {
          throw invalidChoice(parameter, value);
        }
        return hits.map(hit => hit.id);
      });
      const actual = read(row, store);
      return Array.isArray(actual)
        ? actual.some(id => wanted.includes(id as number))
        : wanted.includes((actual ?? null) as number | null);
    };
  };
  return {
    ...withNegation(`${name}_id`, by(`${name}_id`, 'id')),
    ...withNegation(name, by(name, column)),
  };
}

/** Tests an inet column against each value that parses; none parsing keeps nothing. */
export function inets(
  name: string,
  column: string,
  test: (actual: Inet, wanted: Inet, text: string) => boolean,
): Filters {
  return {
    [name]: (row, values) => {
      const actual = parseInet(row[column]);
      return values.some(text => {
        const wanted = parseInet(text);
        return Boolean(
          actual &&
            wanted &&
            actual.version === wanted.version &&
            test(actual, wanted, text),
        );
      });
    },
  };
}

export const isWithin = (inner: Inet, outer: Inet) =>
  containsSpan(spanOf(outer), spanOf(inner));

export const hostWithin = (inner: Inet, outer: Inet) =>
  containsSpan(spanOf(outer), [inner.value, inner.value]);
