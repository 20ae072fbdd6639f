import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';

/** The boxes of a quick pick in which several entries can be ticked. */
export class CheckList {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Ticks all entries, or none, by the box above them. */
  async tick(what: 'all' | 'none'): Promise<void> {
    const ticked = what === 'all';
    const rows = this.#widget().locator('.quick-input-list .monaco-list-row');
    const above = this.#widget().locator('.quick-input-header').getByRole('checkbox').first();
    await eventually(async () => {
      const states = await rows.evaluateAll((elements) =>
        elements.map((element) => element.getAttribute('aria-checked') === 'true'),
      );
      if (states.length === 0 || states.some((state) => state !== ticked)) {
        await above.click({ timeout: 1_000 });
        throw new Error(`Not ${what} of them are ticked: ${states.join(', ')}.`);
      }
    });
  }

  #widget(): Locator {
    return this.#page.locator('.quick-input-widget:visible');
  }
}
