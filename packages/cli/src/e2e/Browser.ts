import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  Browser as Chromium,
  BrowserContextOptions,
  chromium,
  Page,
} from 'playwright-core';
import { findChromium } from '../util/findChromium';
import { paths } from '../util/paths';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The system's Chromium, driven as a person would. */
export class Browser {
  readonly #base: string;
  #chromium: Chromium | undefined;

  constructor(base: string) {
    this.#base = base;
  }

  /** In a profile of its own, without anybody signed in. */
  async newPage(options: BrowserContextOptions = {}): Promise<Page> {
    this.#chromium ??= await chromium.launch({
      executablePath: findChromium(),
      headless: true,
      args: ARGS,
    });
    const context = await this.#chromium.newContext({
      viewport: { width: 1366, height: 768 },
      ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    return page;
  }

  /** A signed-in person in a profile of their own. */
  async signIn(
    account: string,
    options: BrowserContextOptions = {},
  ): Promise<Page> {
    const page = await this.newPage(options);
    await page.goto(`${this.#base}/`);
    await page.getByRole('button', { name: /sign in with/i }).click();
    await page.getByRole('button', { name: new RegExp(account, 'i') }).click();
    await page
      .getByRole('link', { name: 'Changes', exact: true })
      .first()
      .waitFor();
    return page;
  }

  async open(page: Page, path: string): Promise<void> {
    await page.goto(`${this.#base}${path}`);
  }

  /** Kept in the log folder, so that a failed run can be looked at. */
  async picture(page: Page, name: string): Promise<void> {
    const dir = join(paths.logs, 'pictures');
    mkdirSync(dir, { recursive: true });
    await page.screenshot({ path: join(dir, `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.#chromium?.close();
    this.#chromium = undefined;
  }
}
