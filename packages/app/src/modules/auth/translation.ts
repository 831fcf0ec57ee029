import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** Every text of the sign-in page. */
export const signInTranslationRef = createTranslationRef({
  id: 'orion-sign-in',
  messages: {
    signIn: 'Sign in with {{provider}}',
    leaving: 'Opening {{provider}}',
    checking: 'Looking for your session',
    retry: 'Retry',
    anyway: 'Open {{provider}} anyway',
    problem: {
      'orion-silent':
        'ORION does not answer. Check your connection, then retry.',
      'orion-refused':
        'ORION cannot start the sign-in with {{provider}}. Its answer was:',
      'provider-silent':
        '{{provider}} does not answer. Your link is kept. Retry in a moment.',
      'provider-refused': '{{provider}} did not sign you in. Its answer was:',
    },
  },
});
