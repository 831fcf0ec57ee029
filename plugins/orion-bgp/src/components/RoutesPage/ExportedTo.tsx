import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Route, TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { UNKNOWN } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

export interface ExportedToProps {
  route: Route;
  /** Of its router: what of its exports was read at all. */
  table?: TableState;
}

/** Whom a path goes out to; "nobody" only where that is known of everybody. */
export function ExportedTo({ route, table }: ExportedToProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { exportedTo, filtered, router } = route;
  const why = doubts();
  if (why.length === 0) {
    return <>{exportedTo.join(', ') || t('route.nobody')}</>;
  }
  return (
    <>
      {exportedTo.length > 0 ? (
        exportedTo.join(', ')
      ) : (
        <span aria-hidden="true">{UNKNOWN}</span>
      )}{' '}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {why.join('; ')}
      </Box>
    </>
  );

  function doubts(): string[] {
    // What the import policy refused goes out to nobody, whatever was read.
    if (!table || filtered) {
      return [];
    }
    if (table.withoutExports) {
      return [t('route.exportsUntold', { router })];
    }
    const others = (names: string[] = []) =>
      names.filter(name => !exportedTo.includes(name)).join(', ');
    const unread = others(table.unreadExports);
    const late = others(table.longExports);
    return [
      unread && t('route.exportsUnread', { sessions: unread }),
      late && t('table.longExports', { sessions: late }),
    ].filter(Boolean);
  }
}
