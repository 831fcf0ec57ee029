import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SessionDetail } from '@orion/backstage-plugin-orion-bgp-common';
import { Panel } from '@orion/backstage-plugin-orion-react';
import { useTables } from '../../hooks/useRouteSearch';
import { orionBgpTranslationRef } from '../../translation';
import { TableNote } from '../TableNote/TableNote';
import { FamilyFunnel } from './FamilyFunnel';
import { Refusals } from './Refusals';

export interface FunnelPanelProps {
  session: SessionDetail;
  stale: boolean;
  corner: ReactNode;
}

/** What came in, what was dropped on the way, and what goes out, per family. */
export function FunnelPanel({ session, stale, corner }: FunnelPanelProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const tables = useTables();
  return (
    <Panel title={t('session.funnel')} corner={corner}>
      {session.families.length === 0 ? (
        <p style={{ margin: 0 }}>{t('session.noFamily')}</p>
      ) : (
        <Box
          // Without its colors, and no paler: it is read all the same.
          sx={{
            display: 'grid',
            gap: 2,
            filter: stale ? 'grayscale(1)' : 'none',
          }}
        >
          {session.families.map(family => (
            <FamilyFunnel
              key={family.family}
              session={session}
              family={family}
              named={session.families.length > 1}
            />
          ))}
          {!session.gone && <Refusals session={session} />}
        </Box>
      )}
      {!session.gone && <TableNote router={session.router} tables={tables} />}
    </Panel>
  );
}
