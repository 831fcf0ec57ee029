import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  OwnPrefix,
  OwnPrefixList,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable } from '@orion/backstage-plugin-orion-react';
import { usePrefixActions } from '../../hooks/usePrefixActions';
import { isOldOwn } from '../../lib/isOldOwn';
import { orionBgpTranslationRef } from '../../translation';
import { ActionsButton } from '../ActionsButton/ActionsButton';

export interface PrefixActionsProps {
  item: OwnPrefix;
  /** Where it was found. */
  own: Extract<Loadable<OwnPrefixList>, { data: OwnPrefixList }>;
}

/** What can be done with an own prefix; each is a change, and none is of old news. */
export function PrefixActions({ item, own }: PrefixActionsProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { actionRouters } = own.data;
  const stale = isOldOwn(own, item);
  return (
    <ActionsButton
      small
      label={t('actions.of', { name: item.prefix })}
      actions={usePrefixActions(item, actionRouters, stale)}
    />
  );
}
