import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import { QuickInput } from './quickInput.ts';

/** The editors that are open. */
export class Editors {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The titles of the tabs, from the left. */
  async titles(): Promise<readonly string[]> {
    const tabs = this.#page.locator('.part.editor .tab');
    return tabs.evaluateAll((elements) => elements.map((element) => element.getAttribute('data-resource-name') ?? ''));
  }

  /** Waits until the editor of that title is the active one. */
  async waitForActive(title: string | RegExp): Promise<void> {
    await eventually(async () => {
      const tab = this.#page.locator('.part.editor .tab.active').first();
      const name = (await tab.getAttribute('data-resource-name', { timeout: 1000 })) ?? '';
      if (typeof title === 'string' ? name !== title : !title.test(name)) {
        throw new Error(`The active editor is ${name}.`);
      }
    });
  }

  /** The lines of the active editor that are drawn, from the top; the rest of a long document is not. */
  async text(): Promise<string> {
    const lines = await this.#lines().evaluateAll((elements) =>
      elements.map((element) => ({
        top: Number.parseFloat((element as HTMLElement).style.top),
        text: element.textContent ?? '',
      })),
    );
    const sorted = lines.sort((one, other) => one.top - other.top).map(({ text }) => text.replaceAll('\u00a0', ' '));
    return sorted.join('\n');
  }

  /** Waits until the drawn text of the active editor matches, and gives it. */
  async waitForText(pattern: RegExp, limitMs?: number): Promise<string> {
    return eventually(async () => {
      const text = await this.text();
      if (!pattern.test(text)) {
        throw new Error(`The editor does not show ${pattern}. It shows:\n${text}`);
      }
      return text;
    }, limitMs);
  }

  /** Adds lines at the end of the active editor, as one types them. */
  async append(text: string): Promise<void> {
    await this.#lines().first().click();
    await this.#page.keyboard.press('Control+End');
    await this.#page.keyboard.insertText(text);
  }

  /** Puts another text in place of all of the active editor's. */
  async replace(text: string): Promise<void> {
    await this.#lines().first().click();
    await this.#page.keyboard.press('Control+A');
    await this.#page.keyboard.insertText(text);
  }

  /** Copies all of the active editor's text. */
  async copyAll(): Promise<void> {
    await this.#lines().first().click();
    await this.#page.keyboard.press('Control+A');
    await this.#page.keyboard.press('Control+C');
  }

  /** Puts what was copied in place of all of the active editor's text. */
  async pasteOver(): Promise<void> {
    await this.#lines().first().click();
    await this.#page.keyboard.press('Control+A');
    await this.#page.keyboard.press('Control+V');
  }

  /** Shows the editor of that title by a click on its tab. */
  async select(title: string): Promise<void> {
    await this.#page.locator(`.part.editor .tab[data-resource-name=${JSON.stringify(title)}]`).click();
    await this.waitForActive(title);
  }

  /** Clicks an action in the title of the active editor. */
  async clickAction(label: string): Promise<void> {
    const actions = this.#page.locator('.part.editor .editor-group-container.active .editor-actions');
    await actions.getByRole('button', { name: label }).click();
  }

  /** Closes the active editor, and what it holds goes with it. */
  async discard(): Promise<void> {
    await new QuickInput(this.#page).run('View: Revert and Close Editor');
    await this.closeAll();
  }

  /** Closes all; none may have unsaved changes. */
  async closeAll(): Promise<void> {
    await this.#page.keyboard.press('Control+K');
    await this.#page.keyboard.press('Control+W');
    await eventually(async () => {
      const titles = await this.titles();
      if (titles.length > 0) {
        throw new Error(`Still open: ${titles.join(', ')}.`);
      }
    });
  }

  #lines(): Locator {
    return this.#page.locator('.part.editor .editor-group-container.active .view-lines .view-line');
  }
}
