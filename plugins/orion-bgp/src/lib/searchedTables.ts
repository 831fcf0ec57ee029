import { TableState } from '@orion/backstage-plugin-orion-bgp-common';

/** Tables a search went through, and those there is nothing of to search. */
export interface SearchedTables {
  searched: TableState[];
  notSearched: TableState[];
}

/**
 * "None" of a search holds for the tables it went through, and for no other.
 *
 * @param exportedTo - the session it asks for routes that go out to
 */
export function searchedTables(
  tables: TableState[],
  exportedTo?: string,
): SearchedTables {
  const isKnown = (table: TableState) =>
    isSearched(table) && !areExportsUnread(table, exportedTo);
  return {
    searched: tables.filter(isKnown),
    notSearched: tables.filter(table => !isKnown(table)),
  };
}

/** Whether a table that is searched does not know what goes out to a session. */
export function areExportsUnread(
  { unreadExports = [], withoutExports, ...table }: TableState,
  exportedTo: string | undefined,
): boolean {
  return (
    exportedTo !== undefined &&
    isSearched(table) &&
    (withoutExports === true || unreadExports.includes(exportedTo))
  );
}

function isSearched({ prefixes, state }: TableState): boolean {
  switch (state) {
    case 'live':
    case 'polled':
      return true;
    case 'resyncing':
      // The old table answers until the new one is there; one too large was never kept.
      return prefixes !== undefined;
    default:
      return false;
  }
}
