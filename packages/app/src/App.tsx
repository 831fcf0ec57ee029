import { createApp } from '@backstage/frontend-defaults';
import { authModule } from './modules/auth';
import { catalogModule } from './modules/catalog';
import { navModule } from './modules/nav';
import { themeModule } from './modules/theme';

/** Plugins come from package.json, through `app.packages: all`. */
export default createApp({
  features: [authModule, catalogModule, navModule, themeModule],
});
