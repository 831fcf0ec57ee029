import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatSince } from '../../format/times';
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
  const now = useNow(1000);
  const age = Math.max(0, now - at.getTime());
  const time = formatSince(at, now);
  return (
    <PartialBanner onRetry={retry}>
      {t('stale.note', { time, age: durationText(age) })}
    </PartialBanner>
  );
}
