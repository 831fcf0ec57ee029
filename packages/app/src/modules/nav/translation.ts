import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** Every text of the sidebar that no plugin brings. */
export const navTranslationRef = createTranslationRef({
  id: 'orion-nav',
  messages: {
    home: 'ORION, home',
    search: 'Search',
    menu: 'Menu',
    keys: 'Keys',
    settings: 'Settings',
  },
});
