import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';

/** The bar at the foot of the window. */
export class StatusBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The texts of its items, from the left; items that show an icon only are left out. */
  async texts(): Promise<readonly string[]> {
    const texts = await this.#items().allInnerTexts();
    return texts.map((text) => text.replaceAll('\u00a0', ' ').trim()).filter((text) => text !== '');
  }

  /** Waits for an item whose text matches, and gives its text. */
  async waitFor(text: string | RegExp, limitMs?: number): Promise<string> {
    return eventually(async () => {
      const texts = await this.texts();
      const found = texts.find((one) => (typeof text === 'string' ? one.includes(text) : text.test(one)));
      if (found === undefined) {
        throw new Error(`No status bar item says ${text}; there are: ${texts.join(' | ')}`);
      }
      return found;
    }, limitMs);
  }

  /** Clicks the item whose text matches. */
  async click(text: string | RegExp): Promise<void> {
    await this.waitFor(text);
    await this.#items().filter({ hasText: text }).first().locator('.statusbar-item-label').click();
  }

  #items(): Locator {
    return this.#page.locator('.part.statusbar .statusbar-item');
  }
}
