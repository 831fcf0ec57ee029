import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FilterRow, formatCount } from '@orion/backstage-plugin-orion-react';
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
    <FilterRow
      value={value}
      onChange={onChange}
      fields={sessionFilterFields}
      suggestions={suggestions}
      label={t('overview.filter')}
      shown={t('overview.shown', {
        count: total,
        shown: formatCount(shown),
        total: formatCount(total),
      })}
    />
  );
}
