import axe from 'axe-core';
import { Page } from 'playwright-core';

/** Rules of WCAG 2.2, levels A and AA. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What the framework draws and ORION cannot change; anything else must be clean. */
const OF_THE_FRAMEWORK = [
  {
    rule: 'aria-valid-attr-value',
    part: '.bui-Tab',
    why: 'Tabs of a plugin header are links to other pages, and name panels that are not there.',
  },
  {
    rule: 'aria-progressbar-name',
    // ORION's own would have the prefix of MUI 5.
    part: '.MuiCircularProgress-root',
    why: 'The graph of relations turns without a name while it loads.',
  },
  {
    rule: 'label-content-name-mismatch',
    part: 'a[href="/notifications"]',
    why: 'The number of unread notifications stands in the link and not in its name.',
  },
];

/**
 * What axe finds serious or critical on a page as it is now, each as rule,
 * selector and reason. Parts of the framework with a known fault are left out.
 */
export async function findViolations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(axe.source);
  }
  return page.evaluate(
    async ({ tags, known }) => {
      const { run } = (window as unknown as { axe: typeof axe }).axe;
      const { violations } = await run(document, {
        resultTypes: ['violations'],
        // What turned while it loaded may be gone by now.
        elementRef: true,
        runOnly: tags,
      });
      const excused = (rule: string, element: HTMLElement | undefined) =>
        known.some(one => one.rule === rule && element?.closest(one.part));
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, impact, help, nodes }) =>
          nodes
            .filter(({ element }) => !excused(id, element))
            .map(
              ({ target }) =>
                `${id} (${impact}) at ${target.flat().join(' ')}: ${help}`,
            ),
        );
    },
    { tags: TAGS, known: OF_THE_FRAMEWORK },
  );
}
