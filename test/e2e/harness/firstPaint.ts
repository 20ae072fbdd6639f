import type { Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import type { Webview } from './webview.ts';

declare global {
  /** When something was clicked last, in milliseconds since 1970. */
  var lastClickAt: number | undefined;
}

/** Measures from a click to what it makes a webview paint, by the clock of the browser: what the test itself needs to look is not in it. */
export class FirstPaint {
  readonly #page: Page;
  readonly #webview: Webview;

  private constructor(page: Page, webview: Webview) {
    this.#page = page;
    this.#webview = webview;
  }

  /** Watches the clicks in a window that is not loaded again. */
  static async watch(page: Page, webview: Webview): Promise<FirstPaint> {
    await page.evaluate(() => {
      const note = ({ timeStamp }: Event) => {
        globalThis.lastClickAt = performance.timeOrigin + timeStamp;
      };
      addEventListener('click', note, true);
    });
    return new FirstPaint(page, webview);
  }

  /** Milliseconds from the last click to the first text or picture of the webview in front (Paint Timing, W3C). */
  async sinceClick(): Promise<number> {
    const clickedAt = await this.#page.evaluate(() => globalThis.lastClickAt ?? Number.NaN);
    const paintedAt = await eventually(() =>
      this.#webview.find(':root').evaluate(() => {
        const [entry] = performance.getEntriesByName('first-contentful-paint');
        if (entry === undefined) {
          throw new Error('Nothing is painted.');
        }
        return performance.timeOrigin + entry.startTime;
      }),
    );
    return paintedAt - clickedAt;
  }
}
