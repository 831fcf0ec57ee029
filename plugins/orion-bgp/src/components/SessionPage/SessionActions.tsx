import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SessionDetail } from '@orion/backstage-plugin-orion-bgp-common';
import { MenuAction } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';
import { ActionsButton } from '../ActionsButton/ActionsButton';

export interface SessionActionsProps {
  session: SessionDetail;
  /** What can be done now; undefined where the portal has no forms for it. */
  actions: MenuAction[] | undefined;
}

/** What can be done with a session; each is a change. `.` opens it. */
export function SessionActions({ session, actions }: SessionActionsProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <ActionsButton
      label={t('actions.of', { name: session.name })}
      shortcut={t('actions.key')}
      actions={actions}
    />
  );
}
