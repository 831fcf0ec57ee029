import type { FieldErrors } from './errors';
import type { NetboxStore } from './NetboxStore';

/** A stored object. Relations are ids, choices plain values, tags ids. */
export interface Row {
  id: number;
  created: string;
  last_updated: string;
  tags: number[];
  custom_fields: Record<string, unknown>;
  [field: string]: unknown;
}

export interface View {
  store: NetboxStore;
  /** Scheme and host that links in answers start with. */
  base: string;
}

export type FieldKind =
  | 'text'
  | 'slug'
  | 'int'
  | 'decimal'
  | 'bool'
  | 'choice'
  | 'ref'
  | 'refs'
  | 'prefix'
  | 'address'
  | 'mac'
  | 'contentType'
  | 'contentTypes'
  | 'json'
  | 'computed'
  | 'builtin';

export interface Field {
  name: string;
  kind: FieldKind;
  required?: boolean;
  nullable?: boolean;
  /** Value of a new object when the body does not name the field. */
  initial?: unknown;
  /** NetBox's serializer has an explicit default: PUT without the field empties it. */
  resets?: boolean;
  unique?: boolean;
  max?: number;
  range?: readonly [number, number];
  choices?: Record<string, string>;
  /** Model key a relation points to. */
  to?: string;
  onDelete?: 'protect' | 'setNull' | 'cascade';
  /** Content types a generic relation accepts. */
  types?: readonly string[];
  compute?: (row: Row, view: View) => unknown;
  /** Annotated by the view: absent from nested objects and from 201 answers. */
  annotated?: boolean;
}

/** Keeps a row or not; receives every value given for the parameter. */
export type Filter = (
  row: Row,
  values: string[],
  store: NetboxStore,
  name: string,
) => boolean;

export interface Model {
  /** `app.model`, as NetBox's content types are written. */
  key: string;
  /** Path below `/api/`, also below `/` for display_url. */
  path: string;
  /** Where links in answers point when it is not `path`; it answers as well. */
  linkPath?: string;
  className: string;
  verboseName: string;
  /** App name as the change log prints it. */
  appLabel: string;
  fields: Field[];
  brief: readonly string[];
  /** Has tags and custom fields. */
  plain?: boolean;
  readOnly?: boolean;
  display: (row: Row, store: NetboxStore) => string;
  compare: (a: Row, b: Row, store: NetboxStore) => number;
  search: (row: Row, needle: string, store: NetboxStore) => boolean;
  filters: Record<string, Filter>;
  /** Changes derived values before the object is checked and stored. */
  prepare?: (row: Row, store: NetboxStore) => void;
  /** Model validation; runs when every single field is fine. */
  clean?: (
    row: Row,
    before: Row | undefined,
    store: NetboxStore,
  ) => FieldErrors;
}
