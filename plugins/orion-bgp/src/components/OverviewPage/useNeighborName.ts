import { useCallback } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { familyName } from '../../lib/familyName';
import { SessionRow } from '../../lib/sessionRows';
import { orionBgpTranslationRef } from '../../translation';

/** "AS6939 he_v6", and the family where a session has several. */
export function useNeighborName(): (row: SessionRow) => string {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return useCallback(
    ({ session, family }: SessionRow) => {
      const name = t('neighbor', {
        as: `AS${session.neighborAs}`,
        name: session.name,
      });
      return family && session.families.length > 1
        ? `${name} ${familyName(family.family)}`
        : name;
    },
    [t],
  );
}
