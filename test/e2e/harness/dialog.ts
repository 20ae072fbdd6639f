import type { Locator, Page } from 'playwright-core';

/** A modal question of VS Code. */
export class Dialog {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Waits for one, and gives all of its text. */
  async text(): Promise<string> {
    await this.#box().waitFor();
    return this.#box().innerText();
  }

  /** Clicks the button of that label, and waits until the question is gone. */
  async click(button: string): Promise<void> {
    await this.#box().getByRole('button', { name: button, exact: true }).click();
    await this.#box().waitFor({ state: 'hidden' });
  }

  #box(): Locator {
    return this.#page.locator('.monaco-dialog-box');
  }
}
