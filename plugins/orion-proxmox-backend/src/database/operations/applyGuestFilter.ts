import { InputError } from '@backstage/errors';
import { Knex } from 'knex';

const MAX_WORDS = 10;

/** A condition on `g` (guests) and `o` (guest_ownership). */
type Clause = [sql: string, ...bindings: string[]];

const fields: Record<string, (value: string) => Clause> = {
  name: value => ['coalesce(g.name, o.name) ILIKE ?', like(value)],
  vmid: value => ['g.vmid::text = ?', value],
  status: value => ['g.status = ?', value],
  node: value => ['g.node = ?', value],
  cluster: value => ['g.cluster = ?', value],
  tag: value => ['? = ANY(g.tags)', value],
  // `team-net` finds `group:default/team-net`.
  owner: value => [
    'o.owner = ? OR o.owner LIKE ?',
    value,
    `%/${escape(value)}`,
  ],
  managed: value => {
    if (!['true', 'false'].includes(value)) {
      throw new InputError(`filter: managed is true or false, not "${value}"`);
    }
    return [value === 'true' ? 'o.owner IS NOT NULL' : 'o.owner IS NULL'];
  },
};

/**
 * Adds the words of a filter; all must match. `field:value` compares one field,
 * a leading `-` negates, anything else is looked for everywhere.
 *
 * @throws InputError naming the limit.
 */
export function applyGuestFilter(
  query: Knex.QueryBuilder,
  filter: string,
): void {
  const words = filter.split(/\s+/).filter(Boolean);
  if (words.length > MAX_WORDS) {
    throw new InputError(
      `filter: at most ${MAX_WORDS} words, there are ${words.length}`,
    );
  }
  for (const word of words) {
    const negated = word.length > 1 && word.startsWith('-');
    const [sql, ...bindings] = toClause(negated ? word.slice(1) : word);
    // What is absent does not match, so its negation does.
    query.whereRaw(
      negated ? `NOT coalesce((${sql}), false)` : `(${sql})`,
      bindings,
    );
  }
}

function toClause(word: string): Clause {
  const colon = word.indexOf(':');
  const field = word.slice(0, colon);
  if (colon > 0 && Object.hasOwn(fields, field)) {
    const value = word.slice(colon + 1);
    if (!value) {
      throw new InputError(`filter: ${field}: needs a value`);
    }
    return fields[field](value);
  }
  return [
    `concat_ws(' ', coalesce(g.name, o.name), g.vmid, g.node, array_to_string(g.tags, ' '),
       array_to_string(o.addresses, ' '), o.owner, o.description) ILIKE ?`,
    like(word),
  ];
}

function like(text: string): string {
  return `%${escape(text)}%`;
}

function escape(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
