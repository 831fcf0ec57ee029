import {
  changeData,
  logChange,
  timestamp,
  type WriteContext,
} from './changeLog';
import { ApiError, type FieldErrors } from './errors';
import type { Field, Model, Row } from './modelTypes';
import { FieldError, parseField, pythonType, resolve } from './parseField';
import { customFieldsOf } from './render';

type Body = Record<string, unknown>;

const isStored = (field: Field) =>
  field.kind !== 'computed' && field.kind !== 'builtin';

/** Checks a body against a model: the new row, or the errors NetBox answers with. */
export function validateObject(
  context: WriteContext,
  model: Model,
  body: unknown,
  options: { before?: Row; partial?: boolean } = {},
): { row: Row } | { errors: FieldErrors } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    const message = `Invalid data. Expected a dictionary, but got ${pythonType(
      body,
    )}.`;
    return { errors: { non_field_errors: [message] } };
  }
  const { before, partial } = options;
  const row = before ? structuredClone(before) : emptyRow();
  const errors: FieldErrors = {};
  const collect = (name: string, read: () => unknown) => {
    try {
      row[name] = read();
    } catch (error) {
      if (!(error instanceof FieldError)) {
        throw error;
      }
      errors[name] = [error.message];
    }
  };
  for (const field of model.fields.filter(isStored)) {
    const raw = (body as Body)[field.name];
    if (raw !== undefined) {
      collect(field.name, () => parseField(field, raw, context.store));
    } else if (field.required && !partial) {
      errors[field.name] = ['This field is required.'];
    } else if (!before || (field.resets && !partial)) {
      row[field.name] = structuredClone(field.initial ?? null);
    }
  }
  if (!model.plain) {
    collect('tags', () => parseTags(context, (body as Body).tags, row));
    collect('custom_fields', () =>
      parseCustomFields(context, model, (body as Body).custom_fields, row),
    );
  }
  Object.assign(errors, uniqueErrors(context, model, row, errors));
  if (Object.keys(errors).length > 0) {
    return { errors };
  }
  return checkWhole(context, model, row, before);
}

function checkWhole(
  { store }: WriteContext,
  model: Model,
  row: Row,
  before: Row | undefined,
): { row: Row } | { errors: FieldErrors } {
  const errors: FieldErrors = {};
  const wrong = model.plain
    ? undefined
    : customFieldsOf(model.key, store)
        .map(field => customFieldError(field, row))
        .find(message => message !== undefined);
  if (wrong) {
    errors.__all__ = [wrong];
  }
  model.prepare?.(row, store);
  Object.assign(errors, model.clean?.(row, before, store));
  return Object.keys(errors).length > 0 ? { errors } : { row };
}

function emptyRow(): Row {
  return {
    id: 0,
    created: '',
    last_updated: '',
    tags: [],
    custom_fields: {},
  };
}

function parseTags({ store }: WriteContext, raw: unknown, row: Row): number[] {
  if (raw === undefined) {
    return row.tags;
  }
  if (!Array.isArray(raw)) {
    throw new FieldError(
      `Expected a list of items but got type "${pythonType(raw)}".`,
    );
  }
  return [...new Set(raw.map(tag => resolve('extras.tag', tag, store)))];
}

/**
 * Values of declared fields. NetBox 4.4.10 drops undeclared ones without a
 * word (4.4.0 to 4.4.9 answered 400): a client must read back what it wrote.
 */
function parseCustomFields(
  { store }: WriteContext,
  model: Model,
  raw: unknown,
  row: Row,
): Record<string, unknown> {
  if (raw === undefined) {
    return row.custom_fields;
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw new FieldError(
      'Invalid data format. Custom field data must be passed as a dictionary mapping field names to their values.',
    );
  }
  const declared = customFieldsOf(model.key, store).map(f => String(f.name));
  const merged = { ...row.custom_fields, ...raw };
  return Object.fromEntries(
    Object.entries(merged).filter(([field]) => declared.includes(field)),
  );
}

function customFieldError(field: Row, row: Row): string | undefined {
  const value = row.custom_fields[String(field.name)];
  const invalid = (reason: string) =>
    `Invalid value for custom field '${field.name}': ${reason}`;
  if (value === undefined || value === null || value === '') {
    return field.required
      ? `Missing required custom field '${field.name}'.`
      : undefined;
  }
  if (['text', 'longtext', 'url'].includes(String(field.type))) {
    if (typeof value !== 'string') {
      return invalid('Value must be a string.');
    }
    const pattern = String(field.validation_regex ?? '');
    return pattern && !new RegExp(`^(?:${pattern})`).test(value)
      ? invalid(`Value must match regex '${pattern}'`)
      : undefined;
  }
  if (field.type === 'integer' && !Number.isInteger(value)) {
    return invalid('Value must be an integer.');
  }
  return field.type === 'boolean' && ![true, false, 1, 0].includes(value as 1)
    ? invalid('Value must be true or false.')
    : undefined;
}

function uniqueErrors(
  { store }: WriteContext,
  model: Model,
  row: Row,
  errors: FieldErrors,
): FieldErrors {
  const found: FieldErrors = {};
  for (const field of model.fields.filter(f => f.unique && !errors[f.name])) {
    const value = row[field.name];
    const twin = store
      .rows(model.key)
      .some(other => other.id !== row.id && other[field.name] === value);
    if (twin && value !== null) {
      found[field.name] = [
        `${model.verboseName} with this ${field.name} already exists.`,
      ];
    }
  }
  return found;
}

/** Creates one object or, from a list, all of them or none. */
export function createObjects(
  context: WriteContext,
  model: Model,
  body: unknown,
): Row[] {
  const bodies = Array.isArray(body) ? body : [body];
  // NetBox checks the whole list before it stores any of it, so twins inside one list pass.
  const results = bodies.map(item => validateObject(context, model, item));
  const errors = results.map(result =>
    'errors' in result ? result.errors : {},
  );
  if (errors.some(e => Object.keys(e).length > 0)) {
    throw ApiError.invalid(Array.isArray(body) ? errors : errors[0]);
  }
  return context.store.transaction(() =>
    results.map((result, i) => {
      const at = timestamp();
      const row: Row = {
        ...(result as { row: Row }).row,
        id: context.store.nextId(model.key),
        created: at,
        last_updated: timestamp(),
      };
      context.store.put(model.key, row);
      const message = messageOf(bodies[i]);
      logChange(context, model, 'create', { row, message });
      return row;
    }),
  );
}

/** Changes one stored object. Throws ApiError 400 and leaves it as it was. */
export function updateObject(
  context: WriteContext,
  model: Model,
  before: Row,
  body: unknown,
  partial: boolean,
): Row {
  const result = validateObject(context, model, body, { before, partial });
  if ('errors' in result) {
    throw ApiError.invalid(result.errors);
  }
  return saveRow(context, model, before, result.row, messageOf(body));
}

/** Stores a changed row with its change log entry. */
export function saveRow(
  context: WriteContext,
  model: Model,
  before: Row,
  changed: Row,
  message?: string,
): Row {
  return context.store.transaction(() => {
    const prechange = changeData(model, before, context.store);
    const row = { ...changed, last_updated: timestamp() };
    context.store.put(model.key, row);
    logChange(context, model, 'update', { row, before: prechange, message });
    return row;
  });
}

export function messageOf(body: unknown): string | undefined {
  const message = (body as Body | undefined)?.changelog_message;
  return typeof message === 'string' ? message : undefined;
}
