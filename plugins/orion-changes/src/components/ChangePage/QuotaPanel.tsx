import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  QuotaUsage,
  QuotaVerdict,
} from '@orion/backstage-plugin-orion-changes-common';
import {
  entityRefName,
  formatCount,
  formatGib,
  Panel,
  toneColor,
} from '@orion/backstage-plugin-orion-react';
import { orionChangesTranslationRef } from '../../translation';

const rows: {
  name: 'vms' | 'cores' | 'memory' | 'disk';
  of: keyof QuotaUsage;
}[] = [
  { name: 'vms', of: 'vms' },
  { name: 'cores', of: 'cores' },
  { name: 'memory', of: 'memoryMib' },
  { name: 'disk', of: 'diskGib' },
];

const MIB = 1024 ** 2;

/** Sizes in GiB, without the unit. */
function amount(of: keyof QuotaUsage, value: number): string {
  return of === 'memoryMib' ? formatGib(value * MIB) : formatCount(value);
}

/** What the owner would use after this change, of what they may. */
export function QuotaPanel({ quota }: { quota: QuotaVerdict }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const { mode } = useTheme().palette;
  const { owner, used, demand, limit } = quota;
  return (
    <Panel title={t('quota.title', { owner: entityRefName(owner) })}>
      <Box
        component="dl"
        sx={{
          margin: 0,
          display: 'grid',
          gridTemplateColumns: 'auto 1fr auto',
          columnGap: 2,
          rowGap: 0.5,
          fontSize: '0.875rem',
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        {rows.map(({ name, of }) => {
          const after = used[of] + demand[of];
          const over = after > limit[of];
          return (
            <Box key={name} sx={{ display: 'contents' }}>
              <dt>{t(`quota.${name}`)}</dt>
              <Box
                component="dd"
                sx={{
                  margin: 0,
                  textAlign: 'end',
                  color: over ? toneColor(mode, 'bad') : undefined,
                  fontWeight: over ? 600 : 400,
                }}
              >
                {t(
                  of === 'memoryMib' || of === 'diskGib'
                    ? 'quota.gib'
                    : 'quota.value',
                  {
                    after: amount(of, after),
                    limit: amount(of, limit[of]),
                  },
                )}
                {over && ` ${t('quota.over')}`}
              </Box>
              <Box
                component="dd"
                sx={{ margin: 0, textAlign: 'end', color: 'text.secondary' }}
              >
                {demand[of] > 0
                  ? t('quota.demand', { demand: amount(of, demand[of]) })
                  : ''}
              </Box>
            </Box>
          );
        })}
      </Box>
    </Panel>
  );
}
