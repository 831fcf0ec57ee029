import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Migration,
  RouteComparison,
} from '@orion/backstage-plugin-orion-bgp-common';
import { formatCount } from '@orion/backstage-plugin-orion-react';
import { comparisonKey } from '../../lib/comparisonKey';
import { orionBgpTranslationRef } from '../../translation';
import { NoneApart } from './NoneApart';
import { NumberTable } from './NumberTable';
import { Kernels } from './Kernels';
import { Sent } from './Sent';
import { ShowButton } from './ShowButton';
import { useFieldName } from './useFieldName';
import { useNormalised } from './useNormalised';
import { useScopeTitle } from './useScopeTitle';

export interface ComparisonsProps {
  migration: Migration;
  /** Key of the one whose differences are shown. */
  shown: string;
  onShow: (key: string) => void;
}

/** Both tables in numbers, and what was left out as without meaning. */
export function Comparisons({ migration, shown, onShow }: ComparisonsProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { from, to, comparisons } = migration;
  const title = useScopeTitle();
  const normalised = useNormalised();
  const numbers: { label: string; pick(one: RouteComparison): number }[] = [
    { label: from, pick: one => one.from },
    { label: to, pick: one => one.to },
    {
      label: t('migration.onlyFrom', { router: from }),
      pick: one => one.onlyFrom,
    },
    { label: t('migration.onlyTo', { router: to }), pick: one => one.onlyTo },
    { label: t('migration.different'), pick: one => one.different },
  ];
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      <NumberTable
        label={t('migration.compared')}
        first={t('migration.scope')}
        last={t('migration.differences')}
        numbers={numbers}
        rows={comparisons.map(one => {
          const key = comparisonKey(one);
          const apart = one.onlyFrom + one.onlyTo + one.different;
          return {
            key,
            of: one,
            title: title(one),
            wideOutcome: one.empty !== undefined,
            outcomeLabel: apart === 0 ? t('migration.differences') : undefined,
            outcome: (
              <Outcome
                comparison={one}
                shown={key === shown}
                onShow={() => onShow(key)}
              />
            ),
          };
        })}
      />
      <Sent migration={migration} />
      <Kernels kernels={migration.kernels} shown={shown} onShow={onShow} />
      <Box
        sx={{
          fontSize: '0.8125rem',
          color: 'text.secondary',
          // Each rule has a line.
          whiteSpace: 'pre-line',
        }}
      >
        {normalised(migration)}
      </Box>
    </Box>
  );
}

/** Two sets that are empty are not equal: they say why there is nothing. */
function Outcome({
  comparison,
  shown,
  onShow,
}: {
  comparison: RouteComparison;
  shown: boolean;
  onShow: () => void;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const title = useScopeTitle();
  const { different, empty, onlyFrom, onlyTo } = comparison;
  if (empty !== undefined) {
    return (
      <>
        {t('migration.nothingToCompare')}
        <Box
          component="span"
          sx={{ display: 'block', color: 'text.secondary', maxWidth: '60ch' }}
        >
          {empty}
        </Box>
      </>
    );
  }
  if (onlyFrom + onlyTo + different === 0) {
    return <NoneApart moved={comparison.moved} />;
  }
  return (
    <>
      <ShowButton scope={title(comparison)} shown={shown} onShow={onShow} />
      <Fields fields={comparison.fields} />
    </>
  );
}

/** In which attributes those differ that do. */
function Fields({ fields }: Pick<RouteComparison, 'fields'>) {
  const fieldName = useFieldName();
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const names = Object.entries(fields)
    .sort(([, a], [, b]) => b - a)
    .map(([field, count]) =>
      t('migration.fieldCount', {
        field: fieldName(field),
        n: formatCount(count),
      }),
    );
  return names.length === 0 ? null : (
    <Box component="span" sx={{ display: 'block', color: 'text.secondary' }}>
      {names.join(', ')}
    </Box>
  );
}
