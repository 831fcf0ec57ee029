import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { useIntentTexts } from '../../hooks/useIntentTexts';
import { intentProblem } from '../../lib/intentMatters';
import { orionBgpTranslationRef } from '../../translation';
import { ProblemMark } from '../ProblemMark/ProblemMark';

export interface IntentMarkProps {
  session: Session;
  /** The router or NetBox is silent: says "was", and is no alarm. */
  stale: boolean;
}

/** That a session is not as NetBox has it; nothing when it is. */
export function IntentMark({ session, stale }: IntentMarkProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const texts = useIntentTexts();
  if (!session.intent || !intentProblem(session)) {
    return null;
  }
  const what = texts.short(session.intent);
  const sentence = texts.sentence(session.intent);
  return (
    <ProblemMark
      tone={stale ? 'unknown' : 'warn'}
      title={stale ? t('session.lastKnown', { sentence }) : sentence}
    >
      {stale ? t('intent.was', { what }) : what}
    </ProblemMark>
  );
}
