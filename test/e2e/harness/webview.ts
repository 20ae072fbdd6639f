import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The page of the webview panel that is in front. VS Code has it in a frame within a frame. */
export class Webview {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get content(): FrameLocator {
    return this.#page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
  }

  /** What matches in the page. */
  find(selector: string): Locator {
    return this.content.locator(selector);
  }

  /** How many webviews there are, in front or behind. */
  async count(): Promise<number> {
    return this.#page.locator('iframe.webview').count();
  }
}
