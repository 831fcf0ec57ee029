import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { QuotaVerdict } from '@orion/backstage-plugin-orion-changes-common';
import {
  entityRefName,
  formatCount,
  formatGib,
  toneColor,
} from '@orion/backstage-plugin-orion-react';
import { orionProxmoxTranslationRef } from '../../translation';

const mib = (value: number) => formatGib(value * 1024 ** 2);

// Parts count in the unit of the whole: "8 of 64 GiB".
const rows = [
  { id: 'vms', format: formatCount, unit: '' },
  { id: 'cores', format: formatCount, unit: '' },
  { id: 'memoryMib', format: mib, unit: ' GiB' },
  { id: 'diskGib', format: formatCount, unit: ' GiB' },
] as const;

const names = {
  vms: 'vms',
  cores: 'cores',
  memoryMib: 'memory',
  diskGib: 'disk',
} as const;

/** The owner's quota as it would stand with this order. */
export function QuotaAfter({ quota }: { quota: QuotaVerdict }) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const { mode } = useTheme().palette;
  const { owner, used, demand, limit } = quota;
  return (
    <Box
      component="table"
      sx={{
        borderCollapse: 'collapse',
        fontSize: '0.875rem',
        fontVariantNumeric: 'tabular-nums',
        '& th': { fontWeight: 400, textAlign: 'start', paddingBlock: '2px' },
        '& td': { textAlign: 'end', paddingBlock: '2px' },
      }}
    >
      <Box
        component="caption"
        sx={{
          textAlign: 'start',
          color: 'text.secondary',
          paddingBlockEnd: 0.5,
        }}
      >
        {t('order.quota', { owner: entityRefName(owner) })}
      </Box>
      <tbody>
        {rows.map(({ id, format, unit }) => {
          const after = used[id] + demand[id];
          const over = after > limit[id];
          return (
            <tr key={id}>
              <th scope="row">{t(`order.${names[id]}`)}</th>
              <Box
                component="td"
                sx={
                  over
                    ? { color: toneColor(mode, 'bad'), fontWeight: 600 }
                    : undefined
                }
              >
                {t('order.quotaLine', {
                  after: format(after),
                  limit: `${format(limit[id])}${unit}`,
                })}
                {over && `, ${t('order.over')}`}
              </Box>
            </tr>
          );
        })}
      </tbody>
    </Box>
  );
}
