import { ApiError } from './errors';
import { formatInet, parseInet } from './ipMath';
import type { Field } from './modelTypes';
import type { NetboxStore } from './NetboxStore';

/** Thrown for one field; the caller collects the messages of all fields. */
export class FieldError extends Error {}

const fail = (message: string): never => {
  throw new FieldError(message);
};

/** Turns a field's JSON value into the stored one. Throws FieldError with NetBox's text. */
export function parseField(
  field: Field,
  raw: unknown,
  store: NetboxStore,
): unknown {
  if (raw === null && field.kind !== 'choice') {
    return field.nullable ? null : fail('This field may not be null.');
  }
  switch (field.kind) {
    case 'text':
    case 'slug':
      return parseText(field, raw);
    case 'int':
    case 'decimal':
      return parseNumber(field, raw);
    case 'bool':
      return parseBool(raw);
    case 'choice':
      return parseChoice(field, raw);
    case 'ref':
      return resolve(field.to!, raw, store);
    case 'refs':
      return asList(raw).map(item => resolve(field.to!, item, store));
    case 'prefix':
    case 'address':
      return parseIp(raw);
    case 'mac':
      return parseMac(raw);
    case 'contentType':
      return parseContentType(field, raw);
    case 'contentTypes':
      return asList(raw).map(item => parseContentType(field, item));
    default:
      return raw;
  }
}

function asList(raw: unknown): unknown[] {
  return Array.isArray(raw)
    ? raw
    : fail(`Expected a list of items but got type "${pythonType(raw)}".`);
}

function parseText(field: Field, raw: unknown): string | null {
  if (typeof raw !== 'string' && typeof raw !== 'number') {
    return fail('Not a valid string.');
  }
  const value = String(raw).trim();
  if (value === '' && field.required) {
    return fail('This field may not be blank.');
  }
  if (value.length > (field.max ?? Infinity)) {
    return fail(`Ensure this field has no more than ${field.max} characters.`);
  }
  if (field.kind === 'slug' && !/^[-\w]+$/.test(value)) {
    return fail(
      'Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.',
    );
  }
  return value === '' && field.nullable ? null : value;
}

function parseNumber(field: Field, raw: unknown): number {
  const isDecimal = field.kind === 'decimal';
  const value = typeof raw === 'boolean' || raw === '' ? NaN : Number(raw);
  if (Number.isNaN(value) || (!isDecimal && !Number.isInteger(value))) {
    return fail(
      isDecimal
        ? 'A valid number is required.'
        : 'A valid integer is required.',
    );
  }
  const [low, high] = field.range ?? [-Infinity, Infinity];
  if (value < low) {
    return fail(`Ensure this value is greater than or equal to ${low}.`);
  }
  if (value > high) {
    return fail(`Ensure this value is less than or equal to ${high}.`);
  }
  return value;
}

function parseBool(raw: unknown): boolean {
  if ([true, 'true', 'True', 1, '1'].includes(raw as string)) {
    return true;
  }
  return [false, 'false', 'False', 0, '0'].includes(raw as string)
    ? false
    : fail('Must be a valid boolean.');
}

function parseChoice(field: Field, raw: unknown): string | null {
  if (raw === null || raw === '') {
    return field.nullable ? '' : fail('This field may not be blank.');
  }
  if (typeof raw === 'object') {
    return fail(
      'Value must be passed directly (e.g. "foo": 123); do not use a dictionary or list.',
    );
  }
  return String(raw) in field.choices!
    ? String(raw)
    : fail(`${raw} is not a valid choice.`);
}

/** Text NetBox cannot read as an address ends in an uncaught exception there. */
function parseIp(raw: unknown): string {
  if (raw === '') {
    return fail('This field may not be blank.');
  }
  const inet = parseInet(raw);
  if (!inet) {
    throw ApiError.crash('KeyError', "'data'");
  }
  return formatInet(inet);
}

function parseMac(raw: unknown): string {
  const digits = String(raw).replace(/[\s:.-]/g, '');
  return /^[0-9a-f]{12}$/i.test(digits)
    ? digits.toUpperCase().match(/../g)!.join(':')
    : fail(`Invalid MAC address format: ${raw}`);
}

function parseContentType(field: Field, raw: unknown): string {
  if (typeof raw !== 'string' || raw.split('.').length !== 2) {
    return fail(
      "Invalid value. Specify a content type as '<app_label>.<model_name>'.",
    );
  }
  return field.types!.includes(raw)
    ? raw
    : fail(`Invalid content type: ${raw}`);
}

/** Finds a related object by id or by a dictionary of its columns. */
export function resolve(to: string, raw: unknown, store: NetboxStore): number {
  if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) {
    const wanted = Object.entries(raw);
    const hits = store
      .rows(to)
      .filter(row => wanted.every(([column, value]) => row[column] === value));
    if (hits.length === 1) {
      return hits[0].id;
    }
    return fail(
      hits.length === 0
        ? `Related object not found using the provided attributes: ${pythonDict(
            raw,
          )}`
        : `Multiple objects match the provided attributes: ${pythonDict(raw)}`,
    );
  }
  const id = typeof raw === 'string' && raw.trim() ? Number(raw) : raw;
  if (typeof id !== 'number' || !Number.isInteger(id)) {
    return fail(
      'Related objects must be referenced by numeric ID or by dictionary of attributes. ' +
        `Received an unrecognized value: ${raw}`,
    );
  }
  return store.find(to, id)
    ? id
    : fail(`Related object not found using the provided numeric ID: ${id}`);
}

function pythonDict(value: object): string {
  const items = Object.entries(value).map(
    ([k, v]) => `'${k}': ${typeof v === 'string' ? `'${v}'` : v}`,
  );
  return `{${items.join(', ')}}`;
}

/** The name Django prints for a JSON value's type. */
export function pythonType(value: unknown): string {
  if (Array.isArray(value)) {
    return 'list';
  }
  const names: Record<string, string> = {
    object: value === null ? 'NoneType' : 'dict',
    string: 'str',
    number: Number.isInteger(value) ? 'int' : 'float',
    boolean: 'bool',
  };
  return names[typeof value] ?? 'NoneType';
}
