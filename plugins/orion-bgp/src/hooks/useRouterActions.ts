import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Router } from '@orion/backstage-plugin-orion-bgp-common';
import { MenuAction } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../translation';
import { useForm } from './useForm';
import { useOrderRefusal } from './useOrderRefusal';

/**
 * How a router can be configured, each the way into a form that is filled in, or
 * why not. Absent for a router that Ansible does not configure, and where the
 * portal has no templates.
 */
export function useRouterActions(
  { id, configurable }: Router,
  stale: boolean,
): MenuAction[] | undefined {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const form = useForm();
  const refusal = useOrderRefusal(stale);
  if (!form || !configurable) {
    return undefined;
  }
  const action = (
    name: 'addPeering' | 'configure',
    template: string,
  ): MenuAction => ({
    id: name,
    label: t(`actions.${name}`),
    hint: refusal ? t(`actions.${refusal}`) : t(`actions.${name}Hint`),
    off: refusal !== undefined,
    danger: name === 'configure',
    run: () => form(template, { router: id, reason: '' }),
  });
  return [
    action('addPeering', 'bgp-peering'),
    action('configure', 'bgp-router-configure'),
  ];
}
