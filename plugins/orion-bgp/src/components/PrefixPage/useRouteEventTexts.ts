import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RouteTransition } from '@orion/backstage-plugin-orion-bgp-common';
import { orionBgpTranslationRef } from '../../translation';

/** What happened to a route, in one line. */
export function useRouteEventTexts(): (one: RouteTransition) => string {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const verdict = (state = 'unknown') => {
    switch (state) {
      case 'valid':
      case 'invalid':
      case 'not-found':
        return t(`history.rpki.${state}`);
      default:
        return state;
    }
  };
  const origin = (one: string) => {
    switch (one) {
      case 'own':
        return t('history.ourselves');
      case '?':
        return t('history.noOrigin');
      default:
        return one;
    }
  };
  // Beside AS numbers the API says `own` for a route of ours, and `?` for a path
  // that ends in a set.
  const origins = (text = '') => text.split(' ').map(origin).join(', ');
  return ({ event, router, session = '', from, to }) => {
    switch (event) {
      case 'appeared':
        return t('history.appeared', { router, origins: origins(to) });
      case 'gone':
        return t('history.gone', { router });
      case 'exported':
        return t('history.exported', { router, session });
      case 'not-exported':
        return t('history.notExported', { router, session });
      case 'origin-changed':
        return t('history.originChanged', {
          router,
          from: origins(from),
          to: origins(to),
        });
      case 'rpki-changed':
        return t('history.rpkiChanged', {
          router,
          from: verdict(from),
          to: verdict(to),
        });
      default:
        return event;
    }
  };
}
