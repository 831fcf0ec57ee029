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
import { cardTable, cell } from './cardTable';
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
      role="table"
      sx={cardTable}
      aria-label={t('migration.gates')}
    >
      <thead>
        <tr role="row">
          <th role="columnheader">{t('migration.gate')}</th>
          <th role="columnheader">{t('route.state')}</th>
          <th role="columnheader">{t('migration.reason')}</th>
          <th role="columnheader">{t('migration.inputs')}</th>
        </tr>
      </thead>
      <tbody>
        {gateOrder(gates).map(gate => (
          <tr key={gate.id} role="row">
            <th scope="row" role="rowheader">
              {title(gate.id)}
            </th>
            <td {...cell}>
              {/* Old news prove nothing. */}
              <StatusChip
                plain
                word={stale ? 'notProvable' : words[gate.state]}
              />
            </td>
            <td {...cell} data-wide>
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
              {...cell}
              data-wide
              sx={{ color: 'text.secondary', width: { md: '36%' } }}
            >
              <GateInputs inputs={gate.inputs} />
            </Box>
          </tr>
        ))}
      </tbody>
    </Box>
  );
}

/** One on each line: a gate may compare a dozen sets. */
function GateInputs({ inputs }: Pick<MigrationGate, 'inputs'>) {
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {inputs.map(({ name, rows }, index) => (
        // Names repeat; the order is the gate's own.
        <li key={index}>{`${name}: ${formatCount(rows)}`}</li>
      ))}
    </Box>
  );
}
