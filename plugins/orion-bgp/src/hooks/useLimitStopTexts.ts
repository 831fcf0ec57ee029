import { useCallback } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { formatCount } from '@orion/backstage-plugin-orion-react';
import { familyName } from '../lib/familyName';
import { LimitStop, limitStop } from '../lib/limitStop';
import { orionBgpTranslationRef } from '../translation';

/** Why a router stopped a session, and what comes next. */
export interface LimitStopTexts {
  /** Without its subject, the neighbor: "sent more than its limit of 100 v6 routes". */
  reason: string;
  /** A sentence. */
  next: string;
}

/** Of a session that its own prefix limit stopped; undefined of any other. */
export function useLimitStopTexts(): (
  session: Session,
) => LimitStopTexts | undefined {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return useCallback(
    session => {
      const stop = limitStop(session);
      return (
        stop && {
          reason: reasonOf(stop),
          next: stop.stays ? t('limitStop.stays') : t('limitStop.again'),
        }
      );

      function reasonOf({ limits, maybeExport }: LimitStop) {
        if (maybeExport) {
          return t('limitStop.either');
        }
        const known = limits
          .map(({ family, limit }) =>
            t('transition.routes', {
              n: formatCount(limit),
              family: familyName(family),
            }),
          )
          .join(', ');
        switch (limits.length) {
          case 0:
            return t('limitStop.unknown');
          case 1:
            return t('limitStop.one', { limit: known });
          default:
            return t('limitStop.several', { limits: known });
        }
      }
    },
    [t],
  );
}
