import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { OwnPrefix } from '@orion/backstage-plugin-orion-bgp-common';
import { usePrefixActions } from '../../hooks/usePrefixActions';
import { orionBgpTranslationRef } from '../../translation';
import { ActionsButton } from '../ActionsButton/ActionsButton';

/** What can be done with an own prefix; each is a change. */
export function PrefixActions({
  item,
  routers,
  stale,
}: {
  item: OwnPrefix;
  routers: string[];
  stale: boolean;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <ActionsButton
      small
      label={t('actions.of', { name: item.prefix })}
      actions={usePrefixActions(item, routers, stale)}
    />
  );
}
