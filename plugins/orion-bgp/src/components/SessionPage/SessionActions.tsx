import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SessionDetail } from '@orion/backstage-plugin-orion-bgp-common';
import { useSessionActions } from '../../hooks/useSessionActions';
import { orionBgpTranslationRef } from '../../translation';
import { ActionsButton } from '../ActionsButton/ActionsButton';

/** What can be done with a session; each is a change. `.` opens it. */
export function SessionActions({
  session,
  stale,
}: {
  session: SessionDetail;
  stale: boolean;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <ActionsButton
      label={t('actions.of', { name: session.name })}
      shortcut={t('actions.key')}
      actions={useSessionActions(session, stale)}
    />
  );
}
