import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SessionTransition } from '@orion/backstage-plugin-orion-bgp-common';
import { formatCount } from '@orion/backstage-plugin-orion-react';
import { familyName } from '../../lib/familyName';
import { saysLimit } from '../../lib/limitStop';
import { orionBgpTranslationRef } from '../../translation';

/** What happened in words, and what belongs to it. */
export function useTransitionTexts() {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return { title, details };

  function title(one: SessionTransition): string {
    const { adminState, disabledBy, flap, from, gone, to } = one;
    const up = to === 'established';
    if (gone) {
      return t('transition.gone');
    }
    // A flap too, and this is why.
    const limit = !up && saysLimit(one);
    if (!from) {
      return t('transition.first', { to: first() });
    }
    if (limit) {
      return t('transition.limit');
    }
    if (disabledBy) {
      return t('transition.byDaemon');
    }
    if (flap) {
      return up ? t('transition.bounced') : t('transition.flap');
    }
    if (adminState === 'down') {
      return t('transition.disabled');
    }
    if (up) {
      return t('transition.up');
    }
    return from === 'down' ? t('transition.enabled') : t('transition.still');

    function first() {
      if (up) {
        return t('transition.up');
      }
      if (disabledBy) {
        return t('transition.byDaemon');
      }
      return limit ? t('transition.limit') : t('transition.down');
    }
  }

  function details(one: SessionTransition): string[] {
    const { lastError, received, to } = one;
    const { shutdownMessage, shutdownMessageFrom } = one;
    const counts = Object.entries(received ?? {})
      .map(([family, count]) =>
        t('transition.routes', {
          n: formatCount(count),
          family: familyName(family),
        }),
      )
      .join(', ');
    const up = to === 'established';
    return [
      ...(lastError && !up
        ? [t('transition.error', { error: lastError })]
        : []),
      ...(shutdownMessage && !up
        ? [
            t(`transition.message.${shutdownMessageFrom ?? 'either'}`, {
              message: shutdownMessage,
            }),
          ]
        : []),
      ...(counts ? [t('transition.lost', { counts })] : []),
    ];
  }
}
