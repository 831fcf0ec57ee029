import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SessionDetail } from '@orion/backstage-plugin-orion-bgp-common';
import { MenuAction } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../translation';
import { useForm } from './useForm';
import { useOrderRefusal } from './useOrderRefusal';

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
  const orderRefusal = useOrderRefusal(stale);
  if (!form) {
    return undefined;
  }
  const { router, name, adminState } = session;
  const refusal = refuse();
  const action = (
    id: 'disable' | 'enable' | 'softReset',
    templateName: string,
    more: object,
  ): MenuAction => ({
    id,
    label: t(`actions.${id}`, { name }),
    hint: refusal ? t(`actions.${refusal}`) : t(`actions.${id}Hint`),
    off: refusal !== undefined,
    danger: id === 'disable',
    run: () =>
      form(templateName, { router, session: name, ...more, reason: '' }),
  });
  return adminState === 'up'
    ? [
        // The name stays empty: whoever switches it off types it.
        action('disable', 'bgp-peer-disable', { name: '' }),
        action('softReset', 'bgp-peer-soft-reset', { direction: 'in' }),
      ]
    : [action('enable', 'bgp-peer-enable', {})];

  function refuse() {
    if (!session.actions) {
      return 'readOnly';
    }
    if (session.gone) {
      return 'gone';
    }
    return orderRefusal;
  }
}
