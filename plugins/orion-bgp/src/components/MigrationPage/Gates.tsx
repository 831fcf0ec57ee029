import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { MigrationGate } from '@orion/backstage-plugin-orion-bgp-common';
import {
  formatCount,
  StatusChip,
  TimeAgo,
} from '@orion/backstage-plugin-orion-react';
import { gateOrder } from '../../lib/gateOrder';
import { orionBgpTranslationRef } from '../../translation';
import { plainTable } from './plainTable';
import { useGateTitle } from './useGateTitle';

const words = {
  passed: 'passed',
  failed: 'failed',
  unknown: 'notProvable',
  settling: 'settling',
} as const;

/** Every gate with what it was judged by: a verdict without its inputs proves nothing. */
export function Gates({
  gates,
  stale,
}: {
  gates: MigrationGate[];
  stale: boolean;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const title = useGateTitle();
  return (
    <Box
      component="table"
      sx={{
        ...plainTable,
        // Names are words: on a phone the sentences beside them give way.
        '& tbody th': { fontWeight: 400, overflowWrap: 'break-word' },
      }}
      aria-label={t('migration.gates')}
    >
      <thead>
        <tr>
          <th>{t('migration.gate')}</th>
          <th>{t('route.state')}</th>
          <th>{t('migration.reason')}</th>
          <Box
            component="th"
            sx={{ display: { xs: 'none', md: 'table-cell' } }}
          >
            {t('migration.inputs')}
          </Box>
        </tr>
      </thead>
      <tbody>
        {gateOrder(gates).map(gate => (
          <tr key={gate.id}>
            <th scope="row">{title(gate.id)}</th>
            <td>
              {/* Old news prove nothing. */}
              <StatusChip
                plain
                word={stale ? 'notProvable' : words[gate.state]}
              />
            </td>
            <td>
              {gate.reason}
              {gate.heldSince && !stale && (
                <Box
                  component="span"
                  sx={{ display: 'block', color: 'text.secondary' }}
                >
                  {t('migration.held')} <TimeAgo at={gate.heldSince} />
                </Box>
              )}
            </td>
            <Box
              component="td"
              sx={{
                display: { xs: 'none', md: 'table-cell' },
                color: 'text.secondary',
              }}
            >
              {gate.inputs
                .map(({ name, rows }) => `${name}: ${formatCount(rows)}`)
                .join(', ')}
            </Box>
          </tr>
        ))}
      </tbody>
    </Box>
  );
}
