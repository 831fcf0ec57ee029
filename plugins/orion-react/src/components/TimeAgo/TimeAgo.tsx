import Tooltip from '@mui/material/Tooltip';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { serverNow } from '../../api/serverClock';
import { bothZones, formatMoment, isRecent } from '../../format/times';
import { useNow } from '../../hooks/useNow';
import { orionReactTranslationRef } from '../../translation';
import { UNKNOWN } from '../../format/numbers';

/** When something was. @public */
export interface TimeAgoProps {
  /** ISO text or date; undefined shows the sign for unknown. */
  at: string | Date | undefined;
}

/**
 * "4 min ago" up to a day, then "12 Mar 14:02"; both zones on hover and touch.
 *
 * @public
 */
export function TimeAgo({ at }: TimeAgoProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const date = at === undefined ? undefined : new Date(at);
  const fresh = date !== undefined && serverNow() - date.getTime() < 90_000;
  const now = useNow(fresh ? 1000 : 15_000);
  if (!date) {
    return <>{UNKNOWN}</>;
  }
  const age = Math.max(0, now - date.getTime());
  return (
    <Tooltip
      describeChild
      title={t('time.title', bothZones(date))}
      enterTouchDelay={0}
    >
      <time dateTime={date.toISOString()} style={{ whiteSpace: 'nowrap' }}>
        <span className="orion-screen">
          {isRecent(age) ? relative() : formatMoment(date, new Date(now))}
        </span>
        <span className="orion-paper" hidden>
          {bothZones(date).utc}
        </span>
      </time>
    </Tooltip>
  );

  function relative() {
    if (age < 60_000) {
      return t('time.secondsAgo', { n: String(Math.floor(age / 1000)) });
    }
    return age < 3_600_000
      ? t('time.minutesAgo', { n: String(Math.floor(age / 60_000)) })
      : t('time.hoursAgo', { n: String(Math.floor(age / 3_600_000)) });
  }
}
