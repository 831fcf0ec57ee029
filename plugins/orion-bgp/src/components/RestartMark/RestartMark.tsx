import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { orionBgpTranslationRef } from '../../translation';
import { ProblemMark } from '../ProblemMark/ProblemMark';

/** That the neighbor restarts gracefully, and what is seen of it is of before. */
export function RestartMark({
  session,
  stale,
}: {
  session: Session;
  stale: boolean;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const sentence = t('session.restarting');
  return session.restarting && !session.gone ? (
    <ProblemMark
      tone={stale ? 'unknown' : 'warn'}
      title={stale ? t('session.lastKnown', { sentence }) : sentence}
    >
      {t('session.restarts')}
    </ProblemMark>
  ) : null;
}
