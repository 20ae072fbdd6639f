import type { Locator, Page } from 'playwright-core';
import { pressRow, type Target } from './aim.ts';
import { eventually } from './eventually.ts';

const tryMs = 5_000;

/** An entry of a quick pick. */
export interface QuickPickRow extends Target {
  readonly label: string;
  readonly description: string;
}

/** The command palette, quick picks and input boxes: VS Code draws all three in one place. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens the palette and runs the command whose title, category included, is `title`. */
  async run(title: string): Promise<void> {
    let isAgain = false;
    // An input that is just closing takes the key, or the palette comes up after what was typed.
    await eventually(async () => {
      // It offers what it knew when it was opened, as before an editor was ready.
      if (isAgain) {
        await this.dismiss();
      }
      isAgain = true;
      await this.#page.keyboard.press('F1');
      await this.#field().fill(`>${title}`, { timeout: tryMs });
      await eventually(() => this.#press(title), tryMs);
    }, 30_000);
    // A command may open a quick input of its own at once, so only the palette's entries are waited for.
    await this.#row(title).waitFor({ state: 'hidden' });
  }

  /** Waits until a quick input is open. */
  async waitFor(): Promise<void> {
    await this.#widget().waitFor();
  }

  /** Waits until none is open. */
  async waitForClosed(limitMs = 30_000): Promise<void> {
    await this.#widget().waitFor({ state: 'hidden', timeout: limitMs });
  }

  async isOpen(): Promise<boolean> {
    return this.#widget().isVisible();
  }

  /** Replaces what is in its text field. */
  async type(text: string): Promise<void> {
    await this.#field().fill(text);
  }

  /** Takes what is in the field, or the entry in focus. */
  async accept(): Promise<void> {
    await this.#page.keyboard.press('Enter');
  }

  /** Closes it without a choice. */
  async dismiss(): Promise<void> {
    // The key goes to a hover first, where there is one.
    await eventually(async () => {
      if (await this.isOpen()) {
        await this.#field().focus({ timeout: 1_000 });
        await this.#page.keyboard.press('Escape');
        await this.waitForClosed(1_000);
      }
    });
  }

  /** What its field asks for while empty. */
  async placeholder(): Promise<string> {
    return (await this.#field().getAttribute('placeholder')) ?? '';
  }

  /** Waits until its field asks for something that matches. */
  async waitForPlaceholder(pattern: RegExp): Promise<void> {
    await eventually(async () => {
      const placeholder = await this.placeholder();
      if (!pattern.test(placeholder)) {
        throw new Error(`The field asks for ${placeholder}, not ${pattern}.`);
      }
    });
  }

  /** Waits until what it says below the field matches. */
  async waitForMessage(pattern: RegExp): Promise<void> {
    await eventually(async () => {
      const message = await this.message();
      if (!pattern.test(message)) {
        throw new Error(`It says ${message}, not ${pattern}.`);
      }
    });
  }

  /** What is in its text field. */
  async text(): Promise<string> {
    return this.#field().inputValue({ timeout: 1000 });
  }

  /** Waits until the text in its field matches. */
  async waitForText(pattern: RegExp): Promise<void> {
    await eventually(async () => {
      const text = await this.text();
      if (!pattern.test(text)) {
        throw new Error(`The field holds ${text}, not ${pattern}.`);
      }
    });
  }

  /** What it says below the field: the prompt or a validation message. */
  async message(): Promise<string> {
    return (await this.#widget().locator('.quick-input-message').allInnerTexts()).join('\n');
  }

  /** The entries that are drawn. */
  async rows(): Promise<readonly QuickPickRow[]> {
    return this.#rows().evaluateAll((elements) =>
      elements.map((element) => ({
        index: Number(element.getAttribute('data-index')),
        aria: element.getAttribute('aria-label') ?? '',
        label: element.querySelector('.label-name')?.textContent?.trim() ?? '',
        description: element.querySelector('.label-description')?.textContent ?? '',
      })),
    );
  }

  /** Does something, and waits until the input is another one, or none. */
  async moving(act: () => Promise<void>): Promise<void> {
    await this.waitFor();
    const before = await this.#question();
    await act();
    await eventually(async () => {
      if ((await this.#widget().count()) > 0 && (await this.#question()) === before) {
        throw new Error(`Still the same question: ${before}`);
      }
    });
  }

  /** What tells one input from the next: title, placeholder and prompt. */
  async #question(): Promise<string> {
    const title = await this.#widget().locator('.quick-input-title').allInnerTexts();
    const placeholder = await this.#field()
      .getAttribute('placeholder')
      .catch(() => '');
    return [...title, placeholder, await this.message()].join(' | ');
  }

  /** Waits until its title matches. */
  async waitForTitle(pattern: RegExp, limitMs?: number): Promise<void> {
    await eventually(async () => {
      const title = (await this.#widget().locator('.quick-input-title').allInnerTexts()).join('');
      if (!pattern.test(title)) {
        throw new Error(`The title is ${title}, not ${pattern}.`);
      }
    }, limitMs);
  }

  /** Goes back by the button in the title. */
  async back(): Promise<void> {
    await this.#widget().getByRole('button', { name: 'Back' }).click();
  }

  /** Goes past the remaining questions by the button in the title. */
  async skip(): Promise<void> {
    await this.#widget()
      .getByRole('button', { name: /^Skip to the summary/u })
      .click();
  }

  /** Waits for the entry of that label and clicks it. */
  async pick(label: string): Promise<void> {
    await this.waitFor();
    await eventually(() => this.#press(label));
  }

  /** Waits until there is an entry of that label. */
  async waitForRow(label: string): Promise<void> {
    await this.waitFor();
    await eventually(() => this.#find(label));
  }

  async #press(label: string): Promise<void> {
    await pressRow(this.#rows(), await this.#find(label), (row) => row.click({ timeout: tryMs }));
  }

  async #find(label: string): Promise<QuickPickRow> {
    const rows = await this.rows();
    const row = rows.find((one) => one.label === label);
    if (row === undefined) {
      throw new Error(`The quick pick has no ${label}; it has ${rows.map((one) => one.label).join(', ')}.`);
    }
    return row;
  }

  #row(label: string): Locator {
    return this.#rows()
      .filter({ has: this.#page.locator('.label-name').getByText(label, { exact: true }) })
      .first();
  }

  #rows(): Locator {
    return this.#widget().locator('.quick-input-list .monaco-list-row');
  }

  #field(): Locator {
    return this.#widget().locator('.quick-input-filter input, .quick-input-box input').first();
  }

  #widget(): Locator {
    return this.#page.locator('.quick-input-widget:visible');
  }
}
