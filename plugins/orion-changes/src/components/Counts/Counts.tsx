import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PlanCounts } from '@orion/backstage-plugin-orion-changes-common';
import {
  StatusTone,
  toneColor,
  Unknown,
} from '@orion/backstage-plugin-orion-react';
import { orionChangesTranslationRef } from '../../translation';

/** What a plan does, losses first: "-1 +2". */
export function Counts({ counts }: { counts?: PlanCounts }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const { mode } = useTheme().palette;
  if (!counts) {
    return <Unknown reason={t('counts.none')} />;
  }
  const { destroy, replace, change, add } = counts;
  const parts: { text: string; tone: StatusTone; n: number }[] = [
    { text: `-${destroy}`, tone: 'bad', n: destroy },
    { text: `-/+${replace}`, tone: 'bad', n: replace },
    { text: `~${change}`, tone: 'warn', n: change },
    { text: `+${add}`, tone: 'good', n: add },
  ];
  const shown = parts.filter(({ n }) => n > 0);
  return (
    <Box
      component="span"
      role="img"
      aria-label={t('counts.label', {
        destroy: String(destroy),
        replace: String(replace),
        change: String(change),
        add: String(add),
      })}
      sx={{
        display: 'inline-flex',
        gap: 1,
        fontVariantNumeric: 'tabular-nums',
        fontWeight: 600,
      }}
    >
      {shown.length === 0 && '0'}
      {shown.map(({ text, tone }) => (
        <Box key={text} component="span" sx={{ color: toneColor(mode, tone) }}>
          {text}
        </Box>
      ))}
    </Box>
  );
}
