import type { Field, Row, View } from '../modelTypes';

type Options = Partial<Omit<Field, 'name' | 'kind'>>;

const field =
  (kind: Field['kind'], defaults: Options) =>
  (name: string, options: Options = {}): Field => ({
    name,
    kind,
    ...defaults,
    ...options,
  });

/** Optional text, empty by default. */
export const text = field('text', { initial: '', max: 200 });
export const slug = field('slug', { required: true, unique: true, max: 100 });
export const int = field('int', { nullable: true, initial: null });
export const decimal = field('decimal', { nullable: true, initial: null });
export const bool = field('bool', { initial: false });
export const json = field('json', { nullable: true, initial: null });
export const prefix = field('prefix', { required: true });
export const address = field('address', { required: true });
export const mac = field('mac', { required: true });

export const name = (options: Options = {}) =>
  text('name', { required: true, initial: undefined, max: 100, ...options });

export const choice = (
  fieldName: string,
  choices: Record<string, string>,
  options: Options = {},
): Field => ({
  name: fieldName,
  kind: 'choice',
  choices,
  nullable: false,
  ...options,
});

export const ref = (
  fieldName: string,
  to: string,
  options: Options = {},
): Field => ({
  name: fieldName,
  kind: 'ref',
  to,
  nullable: true,
  initial: null,
  onDelete: 'protect',
  ...options,
});

export const refs = (fieldName: string, to: string): Field => ({
  name: fieldName,
  kind: 'refs',
  to,
  initial: [],
});

export const computed = (
  fieldName: string,
  compute: (row: Row, view: View) => unknown,
): Field => ({ name: fieldName, kind: 'computed', compute });

/** A value the lab has no model for, e.g. racks: always the same. */
export const fixed = (fieldName: string, value: unknown): Field =>
  computed(fieldName, () => value);

/** How many rows of a model point here; only the view's query knows it. */
export const count = (
  fieldName: string,
  model: string,
  column: string,
): Field => ({
  name: fieldName,
  kind: 'computed',
  annotated: true,
  compute: (row, { store }) =>
    store
      .rows(model)
      .filter(other =>
        Array.isArray(other[column])
          ? (other[column] as number[]).includes(row.id)
          : other[column] === row.id,
      ).length,
});

export const noCount = (fieldName: string): Field => ({
  ...fixed(fieldName, 0),
  annotated: true,
});

const builtin = (fieldName: string): Field => ({
  name: fieldName,
  kind: 'builtin',
});

export const head = ['id', 'url', 'display_url', 'display'].map(builtin);
export const custom = ['tags', 'custom_fields'].map(builtin);
export const stamps = ['created', 'last_updated'].map(builtin);
export const tail = [...custom, ...stamps];

export const genericRef = (
  stem: string,
  idStem: string,
  types: readonly string[],
  options: Options = {},
): Field[] => [
  {
    name: `${stem}_type`,
    kind: 'contentType',
    nullable: true,
    initial: null,
    types,
    ...options,
  },
  int(`${idStem}_id`, { range: [0, Number.MAX_SAFE_INTEGER], ...options }),
];
