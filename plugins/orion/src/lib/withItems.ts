import {
  ChangePage,
  ChangeSummary,
} from '@orion/backstage-plugin-orion-changes-common';
import { Loadable } from '@orion/backstage-plugin-orion-react';

/** The same answer with its rows chosen or ordered anew; without rows it stays as it is. */
export function withItems(
  page: Loadable<ChangePage>,
  choose: (items: ChangeSummary[]) => ChangeSummary[],
): Loadable<ChangePage> {
  return 'data' in page
    ? { ...page, data: { ...page.data, items: choose(page.data.items) } }
    : page;
}
