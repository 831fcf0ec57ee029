/** What a filter box holds. @public */
export interface FilterTokens {
  /** `field:value` pairs, in the order they were written. */
  fields: { field: string; value: string }[];
  /** The free words. */
  words: string;
}

/**
 * Reads "kind:vm state:applying web" for the given fields; an unknown field is a word.
 *
 * @public
 */
export function parseFilter(
  text: string,
  fields: readonly string[],
): FilterTokens {
  const tokens: FilterTokens = { fields: [], words: '' };
  const words: string[] = [];
  for (const part of text.split(/\s+/).filter(Boolean)) {
    const [, field, value] = /^([a-z-]+):(.+)$/i.exec(part) ?? [];
    if (field && fields.includes(field.toLowerCase())) {
      tokens.fields.push({ field: field.toLowerCase(), value });
    } else {
      words.push(part);
    }
  }
  tokens.words = words.join(' ');
  return tokens;
}

/** The text that {@link parseFilter} reads back. @public */
export function formatFilter({ fields, words }: FilterTokens): string {
  return [...fields.map(({ field, value }) => `${field}:${value}`), words]
    .filter(Boolean)
    .join(' ');
}
