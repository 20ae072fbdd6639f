import type { Page } from 'playwright-core';
import { eventually } from './eventually.ts';

/** The terminal that is shown in the panel. */
export class Terminal {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Types a line and runs it. */
  async run(line: string): Promise<void> {
    const input = this.#page.locator('.part.panel .terminal-wrapper.active .xterm-helper-textarea');
    await input.waitFor({ state: 'attached' });
    await input.focus();
    await this.#page.keyboard.type(line);
    await this.#page.keyboard.press('Enter');
  }

  /** Waits until it shows a text that matches. */
  async waitFor(pattern: RegExp, limitMs = 30_000): Promise<void> {
    const rows = this.#page.locator('.part.panel .terminal-wrapper.active .xterm-rows > div');
    await eventually(async () => {
      const text = (await rows.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
      if (!pattern.test(text)) {
        throw new Error(`The terminal does not show ${pattern}:\n${text}`);
      }
    }, limitMs);
  }
}
