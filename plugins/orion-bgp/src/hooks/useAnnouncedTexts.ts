import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  OwnAnnouncement,
  OwnPrefix,
} from '@orion/backstage-plugin-orion-bgp-common';
import { formatMoment } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../translation';

/**
 * Where an own prefix goes out, and where nobody knows: per router, in the past tense
 * of one that is silent. One text at least.
 */
export function useAnnouncedTexts(): (own: OwnPrefix) => string[] {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return ({ announced, unknownOn = [] }) => {
    const texts = announced.flatMap(tellRouter);
    if (unknownOn.length > 0) {
      texts.push(t('own.unknown', { routers: unknownOn.join(', ') }));
    }
    return texts.length > 0 ? texts : [t('own.unseen')];
  };

  function tellRouter(one: OwnAnnouncement): string[] {
    const { router, unread = [] } = one;
    const sent = tellSent(one);
    return [
      ...(sent ? [sent] : []),
      ...(unread.length > 0
        ? [t('own.unread', { router, names: unread.join(', ') })]
        : []),
    ];
  }

  function tellSent({ asOf, router, to, unread = [] }: OwnAnnouncement) {
    const names = to.join(', ');
    if (asOf) {
      const at = formatMoment(new Date(asOf));
      return names
        ? t('own.toWas', { router, at, names })
        : t('own.nobodyWas', { router, at });
    }
    if (names) {
      return t('own.to', { router, names });
    }
    return unread.length === 0 ? t('own.nobody', { router }) : undefined;
  }
}
