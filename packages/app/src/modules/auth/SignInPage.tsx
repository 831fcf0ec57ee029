import { useEffect, useRef } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import {
  configApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { OrionMark } from '../nav/OrionMark';
import { readProviderTitle } from './readProviderTitle';
import { signInTranslationRef } from './translation';
import { SignInProblem, useSignIn } from './useSignIn';

const SHOWN_ANSWER = 400;

/** Where am I, and how do I get in. */
export function SignInPage({ onSignInSuccess }: SignInPageProps) {
  const config = useApi(configApiRef);
  const { t } = useTranslationRef(signInTranslationRef);
  const { state, signIn } = useSignIn(onSignInSuccess);
  const provider = readProviderTitle(config);
  const button = useRef<HTMLButtonElement>(null);
  const waiting = state.step === 'ready' || state.step === 'problem';
  useEffect(() => {
    if (waiting) {
      button.current?.focus();
    }
  }, [waiting]);
  const installation =
    config.getOptionalString('orion.signIn.installation') ??
    config.getOptionalString('organization.name');
  const title = config.getOptionalString('app.title') ?? 'ORION';

  return (
    <Box
      component="main"
      sx={{
        minHeight: '100vh',
        display: 'grid',
        placeItems: 'center',
        padding: 2,
      }}
    >
      <Paper
        variant="outlined"
        sx={{
          width: '100%',
          maxWidth: 420,
          padding: 4,
          display: 'grid',
          gap: 3,
        }}
      >
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
          <OrionMark size={48} />
          <div>
            <Typography
              component="h1"
              sx={{ fontSize: '1.5rem', fontWeight: 600, margin: 0 }}
            >
              {title}
            </Typography>
            {installation && installation !== title && (
              <Typography color="text.secondary">{installation}</Typography>
            )}
          </div>
        </Box>
        {state.step === 'problem' && (
          <Problem problem={state.problem} provider={provider} />
        )}
        <Button
          variant="contained"
          size="large"
          ref={button}
          disabled={!waiting}
          onClick={() => signIn()}
        >
          {label()}
        </Button>
        {state.step === 'problem' &&
          state.problem.kind === 'provider-silent' && (
            <Button onClick={() => signIn(true)}>
              {t('anyway', { provider })}
            </Button>
          )}
      </Paper>
    </Box>
  );

  function label() {
    switch (state.step) {
      case 'checking':
        return t('checking');
      case 'leaving':
        return t('leaving', { provider });
      case 'problem':
        return state.problem.kind === 'provider-refused'
          ? t('signIn', { provider })
          : t('retry');
      default:
        return t('signIn', { provider });
    }
  }
}

function Problem({
  problem,
  provider,
}: {
  problem: SignInProblem;
  provider: string;
}) {
  const { t } = useTranslationRef(signInTranslationRef);
  return (
    <Box role="alert" sx={{ display: 'grid', gap: 1 }}>
      <Typography>{t(`problem.${problem.kind}`, { provider })}</Typography>
      {'message' in problem && (
        <Box
          component="pre"
          sx={{ margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
        >
          {problem.message.slice(0, SHOWN_ANSWER)}
        </Box>
      )}
    </Box>
  );
}
