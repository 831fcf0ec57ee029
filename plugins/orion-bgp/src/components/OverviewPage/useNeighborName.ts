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
      const as = `AS${session.neighborAs}`;
      // Before the name: that may be a long address, cut in a narrow column.
      const several = family && session.families.length > 1;
      return t('neighbor', {
        as: several ? `${as} ${familyName(family.family)}` : as,
        name: session.name,
      });
    },
    [t],
  );
}
