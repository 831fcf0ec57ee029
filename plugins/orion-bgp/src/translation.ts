import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { actionTexts } from './texts/actionTexts';
import { intentTexts } from './texts/intentTexts';
import { migrationTexts } from './texts/migrationTexts';
import { overviewTexts } from './texts/overviewTexts';
import { prefixTexts } from './texts/prefixTexts';
import { routeTexts } from './texts/routeTexts';
import { sessionTexts } from './texts/sessionTexts';
import { termTexts } from './texts/termTexts';

/**
 * Every text of the pages and cards about BGP.
 *
 * @public
 */
export const orionBgpTranslationRef = createTranslationRef({
  id: 'orion-bgp',
  messages: {
    ...overviewTexts,
    ...sessionTexts,
    ...intentTexts,
    ...routeTexts,
    ...termTexts,
    ...prefixTexts,
    ...migrationTexts,
    ...actionTexts,
  },
});
