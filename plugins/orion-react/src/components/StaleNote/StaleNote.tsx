import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatClock, formatMoment, isRecent } from '../../format/times';
import { useDurationText } from '../../hooks/useDurationText';
import { useNow } from '../../hooks/useNow';
import { orionReactTranslationRef } from '../../translation';
import { PartialBanner } from '../PartialBanner/PartialBanner';

/** Of the `stale` state of a {@link Loadable}. @public */
export interface StaleNoteProps {
  /** When the data shown was read. */
  at: Date;
  /** Absent: no button. */
  retry?: () => void;
}

/**
 * One line above data that could not be read again.
 *
 * @public
 */
export function StaleNote({ at, retry }: StaleNoteProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const durationText = useDurationText();
  const age = Math.max(0, useNow(1000) - at.getTime());
  const time = isRecent(age) ? formatClock(at) : formatMoment(at);
  return (
    <PartialBanner onRetry={retry}>
      {t('stale.note', { time, age: durationText(age) })}
    </PartialBanner>
  );
}
