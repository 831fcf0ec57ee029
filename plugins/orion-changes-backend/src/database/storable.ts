const REPLACEMENT = '\ufffd';
// JSON.stringify writes NUL and half surrogate pairs as escapes; an escaped backslash before "u0000" is not one.
const UNSTORABLE_ESCAPE = /(\\\\)|\\u0000|\\ud[89a-f][0-9a-f]{2}/gi;
const UNSTORABLE =
  // eslint-disable-next-line no-control-regex
  /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text as PostgreSQL takes it: neither NUL nor half a surrogate pair. Engines and people send both. */
export function storableText(text: string): string {
  return text.replace(UNSTORABLE, REPLACEMENT);
}

/** The JSON text of a value as `jsonb` takes it. */
export function storableJsonText(value: unknown): string {
  return JSON.stringify(value).replace(UNSTORABLE_ESCAPE, (found, backslash) =>
    backslash ? found : REPLACEMENT,
  );
}

/**
 * A value as it will come back from a JSON column, so that a digest made before
 * it is stored equals the one made afterwards.
 */
export function storableJson<T>(value: T): T {
  return JSON.parse(storableJsonText(value)) as T;
}

/** True when a value would come back from the database as something else. */
export function isStorable(value: unknown): boolean {
  const text = JSON.stringify(value) ?? 'null';
  return storableJsonText(value ?? null) === text;
}
