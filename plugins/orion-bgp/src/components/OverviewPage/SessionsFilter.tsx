import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FilterBox, formatCount } from '@orion/backstage-plugin-orion-react';
import { sessionFilterFields } from '../../lib/sessionsFilter';
import { orionBgpTranslationRef } from '../../translation';

export interface SessionsFilterProps {
  value: string;
  onChange: (value: string) => void;
  suggestions: string[];
  /** Sessions that match, of all. */
  shown: number;
  total: number;
}

/** The filter above the sessions, and how many it leaves. */
export function SessionsFilter(props: SessionsFilterProps) {
  const { value, onChange, suggestions, shown, total } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <Box
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}
    >
      <FilterBox
        value={value}
        onChange={onChange}
        fields={sessionFilterFields}
        suggestions={suggestions}
        label={t('overview.filter')}
      />
      <Box
        component="span"
        role="status"
        sx={{ fontVariantNumeric: 'tabular-nums' }}
      >
        {t('overview.shown', {
          count: total,
          shown: formatCount(shown),
          total: formatCount(total),
        })}
      </Box>
    </Box>
  );
}
