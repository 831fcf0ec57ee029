import { ToldField, toldFields, ToldRoute } from './tellSent';

/** One attribute that two routers tell of a prefix differently; empty is none. */
export interface ToldDifference {
  field: ToldField;
  from: string;
  to: string;
}

/**
 * In what the same prefix is told differently. A next hop counts where both name
 * one that is not their own.
 */
export function compareTold(
  from: Pick<ToldRoute, 'values'>,
  to: Pick<ToldRoute, 'values'>,
): ToldDifference[] {
  return toldFields.flatMap(field => {
    const [a, b] = [from.values[field], to.values[field]];
    const isOwn = field === 'nextHop' && (a === '' || b === '');
    return a === b || isOwn ? [] : [{ field, from: a, to: b }];
  });
}
