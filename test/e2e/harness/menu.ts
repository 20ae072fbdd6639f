import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';

/** The context menu that is open. */
export class Menu {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Waits until it is drawn. */
  async waitFor(): Promise<void> {
    await this.#items().first().waitFor();
  }

  /** The labels of its entries from the top. */
  async labels(): Promise<readonly string[]> {
    const labels = await this.#items().allInnerTexts();
    return labels.map((label) => label.trim()).filter((label) => label !== '');
  }

  /** Clicks the entry whose label begins so and waits until the menu is gone. */
  async pick(label: string): Promise<void> {
    const beginning = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')}`, 'u');
    let clicked = false;
    // VS Code ignores a click that comes right after the menu has opened, and may take its time to close it.
    await eventually(async () => {
      if (!clicked || (await this.#items().count()) > 0) {
        await this.#items().filter({ hasText: beginning }).first().click({ timeout: 3_000 });
        clicked = true;
        await this.#items().first().waitFor({ state: 'hidden', timeout: 1_000 });
      }
    });
  }

  /** Closes it without a choice. */
  async dismiss(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#items().first().waitFor({ state: 'hidden' });
  }

  #items(): Locator {
    return this.#page.locator(
      '.monaco-menu .action-item:not(.disabled) .action-label[role="menuitem"], .monaco-menu .action-menu-item .action-label',
    );
  }
}
