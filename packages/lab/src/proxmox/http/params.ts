import { PveError } from './PveError';

/** Decoded parameters: repeated form keys are joined as PVE's lists are. */
export type Params = Record<string, string>;

/**
 * Parameter names with a type: `int`, `bool`, `string`, `vmid`, `dns`, `size`,
 * or `a|b|c` for an enumeration; a trailing `?` makes it optional.
 */
export type ParamSpec = Record<string, string>;

const types: Record<string, (value: string) => string | undefined> = {
  string: () => undefined,
  int: value =>
    /^-?\d+$/.test(value)
      ? undefined
      : `type check ('integer') failed - got '${value}'`,
  number: value =>
    /^-?\d+(\.\d+)?$/.test(value)
      ? undefined
      : `type check ('number') failed - got '${value}'`,
  bool: value =>
    /^(1|0|on|off|yes|no|true|false)$/i.test(value)
      ? undefined
      : `type check ('boolean') failed - got '${value}'`,
  vmid: value => {
    if (!/^\d+$/.test(value)) {
      return `type check ('integer') failed - got '${value}'`;
    }
    if (Number(value) < 100) {
      return `value must have a minimum value of 100`;
    }
    return Number(value) > 999999999
      ? 'value must have a maximum value of 999999999'
      : undefined;
  },
  dns: value =>
    /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/.test(
      value,
    )
      ? undefined
      : 'invalid format - value does not look like a valid DNS name',
  size: value =>
    /^\+?\d+(\.\d+)?[KMGT]?$/.test(value)
      ? undefined
      : 'value does not match the regex pattern',
};

/** The complaint about a value of a type, or undefined when it is fine. */
export function checkType(type: string, value: string): string | undefined {
  if (type.includes('|')) {
    return type.split('|').includes(value)
      ? undefined
      : `value '${value}' does not have a value in the enumeration '${type
          .split('|')
          .join(', ')}'`;
  }
  return types[type](value);
}

/**
 * Checks parameters as PVE does: unknown, missing and ill-typed ones are all
 * named in one 400. `extra` says which further names are allowed.
 */
export function verifyParams(
  spec: ParamSpec,
  params: Params,
  extra: (name: string) => boolean = () => false,
): Params {
  const errors: Record<string, string> = {};
  for (const [name, definition] of Object.entries(spec)) {
    const optional = definition.endsWith('?');
    const type = optional ? definition.slice(0, -1) : definition;
    const value = params[name];
    if (value === undefined) {
      if (!optional) {
        errors[name] = 'property is missing and it is not optional';
      }
      continue;
    }
    const complaint = checkType(type, value);
    if (complaint) {
      errors[name] = complaint;
    }
  }
  for (const name of Object.keys(params)) {
    if (!Object.hasOwn(spec, name) && !extra(name)) {
      errors[name] =
        'property is not defined in schema and the schema does not allow additional properties';
    }
  }
  if (Object.keys(errors).length > 0) {
    throw PveError.params(errors);
  }
  return params;
}

/** PVE's reading of a boolean parameter. */
export function flag(value: string | undefined): boolean {
  return value !== undefined && /^(1|on|yes|true)$/i.test(value);
}

/** Splits PVE's lists: comma, semicolon, blank or NUL separate. */
export function list(value: string | undefined): string[] {
  return (value ?? '').split(/[,;\s\0]+/).filter(Boolean);
}
