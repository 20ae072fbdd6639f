import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import { QuickInput } from './quickInput.ts';

/** Messages that VS Code shows at the lower right, as toasts or in their centre. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The texts of those that can be seen. */
  async texts(): Promise<readonly string[]> {
    return this.#items().locator('.notification-list-item-message').allInnerTexts();
  }

  /** Waits for one whose text matches, and gives its text; opens the centre when no toast is shown. */
  async waitFor(text: string | RegExp, limitMs?: number): Promise<string> {
    return eventually(async () => {
      const found = (await this.texts()).find((one) =>
        typeof text === 'string' ? one.includes(text) : text.test(one),
      );
      if (found === undefined) {
        await this.#openCentre();
        throw new Error(`No notification says ${text}; there are: ${(await this.texts()).join(' | ')}`);
      }
      return found;
    }, limitMs);
  }

  /** Clicks a button of the notification whose text matches. */
  async click(text: string | RegExp, button: string): Promise<void> {
    // A toast may go into the centre at any moment.
    await eventually(async () => {
      await this.waitFor(text);
      const item = this.#items().filter({ hasText: text }).first();
      await item.hover({ timeout: 3_000 });
      await item.getByRole('button', { name: button }).click({ timeout: 3_000 });
    }, 30_000);
  }

  /** Removes all, and with the last of them their centre. */
  async clear(): Promise<void> {
    await new QuickInput(this.#page).run('Notifications: Clear All Notifications');
    await this.#page.locator('.notifications-center.visible').waitFor({ state: 'hidden' });
  }

  async #openCentre(): Promise<void> {
    const centre = this.#page.locator('.notifications-center.visible');
    if (!(await centre.isVisible()) && (await this.#items().count()) === 0) {
      await this.#bell().click();
    }
  }

  #bell(): Locator {
    return this.#page.locator('.statusbar-item[id="status.notifications"]');
  }

  #items(): Locator {
    return this.#page.locator(
      '.notifications-toasts.visible .notification-list-item, .notifications-center.visible .notification-list-item',
    );
  }
}
