import { TableState } from '@orion/backstage-plugin-orion-bgp-common';

/** Names of one list. */
const MAX_NAMES = 50;

/** For a tool that searches: of which tables "none" says nothing. */
export const NONE_HOLDS =
  'That nothing is found holds only for `tables` that have `prefixes` and are `live`, `polled` or `resyncing`: no other was searched. That nothing goes out (`exportedTo`) does not hold where `withoutExports` is true, nor to the sessions in `unreadExports`: nobody could look; to those in `longExports` it is as of `dumpedAt`. `cutAttributes` came only in part: what is searched in them may be missing. Of names the first 50 are listed, and `unreadExportsTotal` and `longExportsTotal` say how many there are.';

/** A table that was searched, as far as it says what "none" is worth there. */
export function tellTable(table: TableState) {
  const { router, state, dumpedAt, updatedAt, error } = table;
  const { prefixes, withoutExports, cutAttributes } = table;
  return {
    ...{ router, state, dumpedAt, updatedAt, error },
    ...{ prefixes, withoutExports, cutAttributes },
    ...tellExports(table),
  };
}

/** Sessions of which is not known, or not known anew, what goes out to them. */
export function tellExports({ longExports, unreadExports }: TableState) {
  return {
    longExports: longExports?.slice(0, MAX_NAMES),
    longExportsTotal: longExports?.length,
    unreadExports: unreadExports?.slice(0, MAX_NAMES),
    unreadExportsTotal: unreadExports?.length,
  };
}
