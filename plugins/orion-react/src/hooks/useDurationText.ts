import { useCallback } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { durationText } from '../format/times';
import { orionReactTranslationRef } from '../translation';

/**
 * "40 s", "4 min", "3 h 5 min", "12 d".
 *
 * @public
 */
export function useDurationText(): (ms: number) => string {
  const { t } = useTranslationRef(orionReactTranslationRef);
  return useCallback(
    (ms: number) => {
      const text = durationText(ms);
      return text.key === 'hoursMinutes'
        ? t('time.hoursMinutes', { h: String(text.h), m: String(text.m) })
        : t(`time.${text.key}`, { n: String(text.n) });
    },
    [t],
  );
}
