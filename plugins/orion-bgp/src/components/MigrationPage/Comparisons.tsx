import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Migration } from '@orion/backstage-plugin-orion-bgp-common';
import { formatCount } from '@orion/backstage-plugin-orion-react';
import { comparisonKey } from '../../lib/comparisonKey';
import { orionBgpTranslationRef } from '../../translation';
import { plainTable } from './plainTable';
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
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      <Box sx={{ overflowX: 'auto', minWidth: 0 }} tabIndex={0}>
        <Box
          component="table"
          sx={{ ...plainTable, minWidth: 560 }}
          aria-label={t('migration.compared')}
        >
          <thead>
            <tr>
              <th>{t('migration.scope')}</th>
              <th className="number">{from}</th>
              <th className="number">{to}</th>
              <th className="number">
                {t('migration.onlyFrom', { router: from })}
              </th>
              <th className="number">
                {t('migration.onlyTo', { router: to })}
              </th>
              <th className="number">{t('migration.different')}</th>
              <th aria-label={t('migration.show')} />
            </tr>
          </thead>
          <tbody>
            {comparisons.map(one => {
              const key = comparisonKey(one);
              const apart = one.onlyFrom + one.onlyTo + one.different;
              return (
                <tr key={key}>
                  <th scope="row">{title(one)}</th>
                  <td className="number">{formatCount(one.from)}</td>
                  <td className="number">{formatCount(one.to)}</td>
                  <td className="number">{formatCount(one.onlyFrom)}</td>
                  <td className="number">{formatCount(one.onlyTo)}</td>
                  <td className="number">{formatCount(one.different)}</td>
                  <td>
                    <Button
                      size="small"
                      disabled={apart === 0}
                      aria-expanded={key === shown}
                      onClick={() => onShow(key)}
                    >
                      {t('migration.show')}
                    </Button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </Box>
      </Box>
      <Box sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}>
        {normalised(comparisons)}
      </Box>
    </Box>
  );
}
