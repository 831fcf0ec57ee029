import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { OwnPrefix } from '@orion/backstage-plugin-orion-bgp-common';
import { MenuAction } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../translation';
import { useForm } from './useForm';
import { useOrderRefusal } from './useOrderRefusal';

/**
 * What can be done with an own prefix on the routers that changes may act on, each
 * the way into a form that is filled in. Absent where there is nothing to do it with.
 */
export function usePrefixActions(
  { prefix, announced }: OwnPrefix,
  routers: string[],
  stale: boolean,
): MenuAction[] | undefined {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const form = useForm();
  const refusal = useOrderRefusal(stale);
  if (!form || routers.length === 0) {
    return undefined;
  }
  return routers.map(router => {
    const has = announced.some(one => one.router === router && !one.learned);
    const id = has ? 'withdraw' : 'announce';
    return {
      id: `${id} ${router}`,
      label: t(`actions.${id}`, { prefix, router }),
      hint: refusal ? t(`actions.${refusal}`) : t(`actions.${id}Hint`),
      off: refusal !== undefined,
      danger: has,
      run: () =>
        form(`prefix-${id}`, {
          router,
          prefix,
          // Whoever takes it back types it.
          ...(has && { name: '' }),
          reason: '',
        }),
    };
  });
}
