import { useNavigate } from 'react-router-dom';
import {
  routeResolutionApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  showShortcutList,
  useShortcut,
} from '@orion/backstage-plugin-orion-react';
import {
  bgpRouteRef,
  catalogRouteRef,
  changesRouteRef,
  docsRouteRef,
  guestsRouteRef,
  rootRouteRef,
  searchRouteRef,
  templateRouteRef,
} from '../../routes';
import { orionTranslationRef } from '../../translation';

/** `g` and a letter goes to a page, `?` lists every key. */
export function useNavigationKeys(): void {
  const { t } = useTranslationRef(orionTranslationRef);
  const routes = useApi(routeResolutionApiRef);
  useShortcut('?', t('keys.list'), () => showShortcutList());
  useGoKey('h', t('keys.home'), () => routes.resolve(rootRouteRef)?.());
  useGoKey('c', t('keys.changes'), () => routes.resolve(changesRouteRef)?.());
  useGoKey('g', t('keys.guests'), () => routes.resolve(guestsRouteRef)?.());
  useGoKey('b', t('keys.bgp'), () => routes.resolve(bgpRouteRef)?.());
  useGoKey('k', t('keys.catalog'), () => routes.resolve(catalogRouteRef)?.());
  useGoKey('o', t('keys.order'), () =>
    routes.resolve(templateRouteRef)?.({
      namespace: 'default',
      templateName: 'virtual-machine',
    }),
  );
  useGoKey('s', t('keys.search'), () => routes.resolve(searchRouteRef)?.());
  useGoKey('d', t('keys.docs'), () => routes.resolve(docsRouteRef)?.());
}

/** Resolved at the key press: the app's routes are not known when it starts. */
function useGoKey(
  letter: string,
  label: string,
  resolve: () => string | undefined,
) {
  const navigate = useNavigate();
  useShortcut(`g ${letter}`, label, () => {
    const to = resolve();
    if (to) {
      navigate(to);
    }
  });
}
