import { ToldField, toldFields, ToldRoute } from './tellSent';

/** One attribute that two routers tell of a prefix differently; empty is none. */
export interface ToldDifference {
  field: ToldField;
  from: string;
  to: string;
}

/** What of a route is held against another. */
type Told = Pick<ToldRoute, 'asSent' | 'values'>;

/**
 * In what the same prefix is told differently. A next hop that is not the router's
 * own counts where it is told as it was sent; of a list from before that only
 * beside one that is not the other's own either, as the daemon may put its own
 * there as it sends.
 */
export function compareTold(from: Told, to: Told): ToldDifference[] {
  return toldFields.flatMap(field => {
    const [a, b] = [from.values[field], to.values[field]];
    const named = a === '' ? to : from;
    const mayBeOwn =
      field === 'nextHop' && (a === '' || b === '') && !named.asSent;
    return a === b || mayBeOwn ? [] : [{ field, from: a, to: b }];
  });
}
