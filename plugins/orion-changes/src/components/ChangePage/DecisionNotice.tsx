import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  StatusShape,
  toneColor,
  useSignInAgain,
} from '@orion/backstage-plugin-orion-react';
import { Decision } from '../../hooks/useDecision';
import { orionChangesTranslationRef } from '../../translation';

/** Why a decision did not count, and the one step that helps. */
export function DecisionNotice({ decision }: { decision: Decision }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const { mode } = useTheme().palette;
  const signInAgain = useSignInAgain();
  const { problem, noSession } = decision;
  if (!problem && !noSession) {
    return null;
  }
  return (
    <Box
      role="alert"
      sx={{
        '--orion-shape-mark': mode === 'dark' ? '#1f1f1f' : '#fff',
        color: toneColor(mode, 'warn'),
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1,
      }}
    >
      <StatusShape tone="warn" />
      <Box
        component="span"
        sx={{ flex: 1, minWidth: '20ch', overflowWrap: 'anywhere' }}
      >
        {noSession ? t('decide.noSession') : problem?.message}
      </Box>
      {(noSession || problem?.signInAgain) && (
        <Button
          size="small"
          variant="outlined"
          color="inherit"
          title={t('decide.signInKept')}
          onClick={signInAgain}
        >
          {t('decide.signIn')}
        </Button>
      )}
    </Box>
  );
}
