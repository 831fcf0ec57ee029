import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { StatusShape, toneColor } from '@orion/backstage-plugin-orion-react';
import { useIntentTexts } from '../../hooks/useIntentTexts';
import { intentProblem } from '../../lib/intentMatters';

/** That a session is not as NetBox has it; nothing when it is. */
export function IntentMark({ session }: { session: Session }) {
  const texts = useIntentTexts();
  const { mode } = useTheme().palette;
  if (!session.intent || !intentProblem(session)) {
    return null;
  }
  return (
    <Box
      component="span"
      title={texts.sentence(session.intent)}
      sx={{
        '--orion-shape-mark': mode === 'dark' ? '#1f1f1f' : '#fff',
        display: 'inline-flex',
        alignItems: 'center',
        gap: '4px',
        whiteSpace: 'nowrap',
        fontSize: '0.8125rem',
        fontWeight: 400,
        color: toneColor(mode, 'warn'),
      }}
    >
      <StatusShape tone="warn" size={12} />
      {texts.short(session.intent)}
    </Box>
  );
}
