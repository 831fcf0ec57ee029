import { Page } from 'playwright-core';

/**
 * What of a page's content is wider than the window, so that people would have to
 * scroll in two directions to read it. Tables and drawings may scroll by themselves.
 * And what was made narrow at any price: a number that goes on in the next line.
 */
export function findOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll('main *')]
      .filter(element => {
        const { right, left, width: own } = element.getBoundingClientRect();
        return (
          own > 0 &&
          (right > width + 1 || left < -1) &&
          !element.closest('[role=grid], table, [role=img], svg, pre')
        );
      })
      .map(
        element =>
          `${element.tagName.toLowerCase()} "${(
            element.textContent ?? ''
          ).slice(0, 40)}"`,
      );
    const broken = [...document.querySelectorAll('main *')].filter(element => {
      const text = element.childElementCount === 0 && element.textContent;
      if (!text || !/^[\d.,]{2,15}$/.test(text)) {
        return false;
      }
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getClientRects().length > 1;
    });
    const scrolls = document.documentElement.scrollWidth > width + 1;
    return [
      ...[...(scrolls ? ['the page itself'] : []), ...wide.slice(0, 3)].map(
        what => `wider than ${width} pixels: ${what}`,
      ),
      ...broken.map(({ textContent }) => `in two lines: ${textContent}`),
    ];
  });
}
