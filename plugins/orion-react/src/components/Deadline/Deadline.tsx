import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { bothZones } from '../../format/times';
import { useDurationText } from '../../hooks/useDurationText';
import { useNow } from '../../hooks/useNow';
import { orionReactTranslationRef } from '../../translation';
import { toneColor } from '../StatusChip/toneColors';

const SOON_MS = 10 * 60_000;

/** When something runs out. @public */
export interface DeadlineProps {
  /** ISO text or date; undefined shows nothing. */
  at: string | Date | undefined;
}

/**
 * "52 min left"; warns from ten minutes on. Nothing without a deadline.
 *
 * @public
 */
export function Deadline({ at }: DeadlineProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const durationText = useDurationText();
  const { mode } = useTheme().palette;
  const now = useNow(1000);
  if (at === undefined) {
    return null;
  }
  const date = new Date(at);
  const left = date.getTime() - now;
  return (
    <Tooltip
      describeChild
      title={t('time.title', bothZones(date))}
      enterTouchDelay={0}
    >
      <Box
        component="time"
        dateTime={date.toISOString()}
        sx={{
          whiteSpace: 'nowrap',
          fontVariantNumeric: 'tabular-nums',
          color: left < SOON_MS ? toneColor(mode, 'warn') : 'text.primary',
          fontWeight: left < SOON_MS ? 600 : 400,
        }}
      >
        {left > 0
          ? t('time.left', { duration: durationText(left) })
          : t('time.over')}
      </Box>
    </Tooltip>
  );
}
