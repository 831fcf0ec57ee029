import { useNavigate } from 'react-router-dom';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  showShortcutList,
  useShortcut,
} from '@orion/backstage-plugin-orion-react';
import {
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
  useShortcut('?', t('keys.list'), () => showShortcutList());
  useGoKey('h', t('keys.home'), useRouteRef(rootRouteRef)?.());
  useGoKey('c', t('keys.changes'), useRouteRef(changesRouteRef)?.());
  useGoKey('g', t('keys.guests'), useRouteRef(guestsRouteRef)?.());
  useGoKey('k', t('keys.catalog'), useRouteRef(catalogRouteRef)?.());
  useGoKey(
    'o',
    t('keys.order'),
    useRouteRef(templateRouteRef)?.({
      namespace: 'default',
      templateName: 'virtual-machine',
    }),
  );
  useGoKey('s', t('keys.search'), useRouteRef(searchRouteRef)?.());
  useGoKey('d', t('keys.docs'), useRouteRef(docsRouteRef)?.());
}

function useGoKey(letter: string, label: string, to: string | undefined) {
  const navigate = useNavigate();
  useShortcut(`g ${letter}`, label, () => to && navigate(to), Boolean(to));
}
