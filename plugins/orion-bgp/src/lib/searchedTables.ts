import { TableState } from '@orion/backstage-plugin-orion-bgp-common';

/** Tables a search went through, and those there is nothing of to search. */
export interface SearchedTables {
  searched: TableState[];
  notSearched: TableState[];
}

/** "None" of a search holds for the tables it went through, and for no other. */
export function searchedTables(tables: TableState[]): SearchedTables {
  return {
    searched: tables.filter(isSearched),
    notSearched: tables.filter(table => !isSearched(table)),
  };
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
