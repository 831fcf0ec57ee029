import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SessionDetail } from '@orion/backstage-plugin-orion-bgp-common';
import { MenuAction } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../translation';
import { useForm } from './useForm';
import { useSessionRefusal } from './useSessionRefusal';

/**
 * What can be done with a session now, each the way into a form that is filled
 * in, or why not. Absent where the portal has no templates.
 */
export function useSessionActions(
  session: SessionDetail,
  stale: boolean,
): MenuAction[] | undefined {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const form = useForm();
  const refuse = useSessionRefusal(session, stale);
  if (!form) {
    return undefined;
  }
  const { router, name, adminState, configurable, intent } = session;
  const action = (
    id: 'disable' | 'enable' | 'softReset' | 'removePeering',
    templateName: string,
    values: object,
    mayAct = session.actions,
  ): MenuAction => {
    const refusal = refuse(mayAct);
    return {
      id,
      label: t(`actions.${id}`, { name }),
      hint: refusal ? t(`actions.${refusal}`) : t(`actions.${id}Hint`),
      off: refusal !== undefined,
      danger: id === 'disable' || id === 'removePeering',
      run: () => form(templateName, { router, ...values, reason: '' }),
    };
  };
  // What is typed again stays empty: whoever takes it away types it.
  const now =
    adminState === 'up'
      ? [
          action('disable', 'bgp-peer-disable', { session: name, name: '' }),
          action('softReset', 'bgp-peer-soft-reset', {
            session: name,
            direction: 'in',
          }),
        ]
      : [action('enable', 'bgp-peer-enable', { session: name })];
  return configurable && intent?.record
    ? [
        ...now,
        action(
          'removePeering',
          'bgp-peering-remove',
          { name, confirm: '' },
          true,
        ),
      ]
    : now;
}
