import { TableState } from '@orion/backstage-plugin-orion-bgp-common';

/**
 * Whether a table says which routes there are, and which are not. One that is
 * read for the first time, not at all, or of which only counts are kept does not;
 * the last is `resyncing` too while it is counted anew.
 */
export function isKnownTable({ state, prefixes }: TableState): boolean {
  return (
    ['live', 'polled', 'resyncing'].includes(state) && prefixes !== undefined
  );
}
