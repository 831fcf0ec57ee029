import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { StatusShape, toneColor } from '@orion/backstage-plugin-orion-react';
import { useIntentTexts } from '../../hooks/useIntentTexts';
import { intentProblem } from '../../lib/intentMatters';
import { orionBgpTranslationRef } from '../../translation';

export interface IntentMarkProps {
  session: Session;
  /** The router or NetBox is silent: says "was", and is no alarm. */
  stale: boolean;
}

/** That a session is not as NetBox has it; nothing when it is. */
export function IntentMark({ session, stale }: IntentMarkProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const texts = useIntentTexts();
  const { background, mode } = useTheme().palette;
  if (!session.intent || !intentProblem(session)) {
    return null;
  }
  const tone = stale ? 'unknown' : 'warn';
  const what = texts.short(session.intent);
  const sentence = texts.sentence(session.intent);
  return (
    <Box
      component="span"
      title={stale ? t('session.lastKnown', { sentence }) : sentence}
      sx={{
        // Cut out of the shape: what is behind it.
        '--orion-shape-mark': background.paper,
        display: 'inline-flex',
        alignItems: 'center',
        gap: '4px',
        whiteSpace: 'nowrap',
        fontSize: '0.8125rem',
        fontWeight: 400,
        color: toneColor(mode, tone),
      }}
    >
      <StatusShape tone={tone} size={12} />
      {stale ? t('intent.was', { what }) : what}
    </Box>
  );
}
