import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TableList } from '@orion/backstage-plugin-orion-bgp-common';
import {
  formatSince,
  formatCount,
  Loadable,
} from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

export interface TableNoteProps {
  router: string;
  tables: Loadable<TableList>;
}

/**
 * That ORION's copy of a router's table is being read again: what is counted in it is
 * as it was. Keeps its line, as it comes and goes.
 */
export function TableNote({ router, tables }: TableNoteProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <Box
      role="status"
      sx={{
        mt: 1,
        minHeight: 20,
        fontSize: '0.8125rem',
        color: 'text.secondary',
      }}
    >
      {told()}
    </Box>
  );

  function told(): string | undefined {
    // While the collector is away nobody knows how a table stands.
    if (!('data' in tables) || tables.data.freshness?.error) {
      return undefined;
    }
    const table = tables.data.items.find(one => one.router === router);
    if (table?.state !== 'resyncing') {
      return undefined;
    }
    const { dumpedAt, updatedAt, paths } = table;
    const latest = [dumpedAt, updatedAt].filter(Boolean).sort().at(-1);
    return t('table.resyncing', {
      router,
      paths: formatCount(paths.ipv4 + paths.ipv6),
      time: latest ? formatSince(new Date(latest)) : '–',
    });
  }
}
