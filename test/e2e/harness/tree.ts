import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { pressRow, rowAt } from './aim.ts';
import { eventually } from './eventually.ts';
import { Menu } from './menu.ts';
import { findIndex, findRow, type Label, type TreeRow } from './treeRow.ts';

const quietMs = 500;
const tryMs = 2_000;

/** A tree view in the side bar. Rows are named by their label; `path` names the rows above one whose label is not unique. */
export class Tree {
  readonly #page: Page;
  readonly #view: string;

  constructor(page: Page, view: string) {
    this.#page = page;
    this.#view = view;
  }

  /** Every row that is drawn, from the top; rows far outside the window are not. */
  async rows(): Promise<readonly TreeRow[]> {
    const rows = await this.#rows().evaluateAll((elements) =>
      elements.map((element) => ({
        index: Number(element.getAttribute('data-index')),
        label: element.querySelector('.label-name')?.textContent ?? '',
        description: element.querySelector('.label-description')?.textContent ?? '',
        aria: element.getAttribute('aria-label') ?? '',
        level: Number(element.getAttribute('aria-level')),
        state: element.getAttribute('aria-expanded'),
        selected: element.getAttribute('aria-selected') === 'true',
      })),
    );
    return rows
      .sort((one, other) => one.index - other.index)
      .map(({ state, ...row }) => ({ ...row, expanded: state === null ? undefined : state === 'true' }));
  }

  /** Waits until the row is there and `condition` holds for it, and gives it. */
  async waitFor(
    path: readonly Label[],
    condition: (row: TreeRow) => boolean = () => true,
    limitMs?: number,
  ): Promise<TreeRow> {
    return eventually(async () => {
      const { row } = findRow(await this.rows(), path);
      if (!condition(row)) {
        throw new Error(`The row ${path.join(' > ')} is there, but shows ${JSON.stringify(row)}.`);
      }
      return row;
    }, limitMs);
  }

  /** Waits until no such row is left. */
  async waitForGone(path: readonly Label[], limitMs?: number): Promise<void> {
    await eventually(async () => {
      if (findIndex(await this.rows(), path) !== undefined) {
        throw new Error(`The row ${path.join(' > ')} is still there.`);
      }
    }, limitMs);
  }

  /** Expands every row of the path in turn, by a click on its arrow. */
  async expand(...path: readonly Label[]): Promise<void> {
    let rootIsNew = false;
    for (let depth = 1; depth <= path.length; depth++) {
      const above = path.slice(0, depth);
      const toggled = await this.#toggle(above, true);
      rootIsNew ||= depth === 1 && toggled;
      if (depth < path.length) {
        await this.#settle(above, path.slice(0, depth + 1));
      }
    }
    if (rootIsNew) {
      await this.#quiet();
    }
  }

  /** Collapses the row at the end of the path. */
  async collapse(...path: readonly Label[]): Promise<void> {
    await this.#toggle(path, false);
  }

  /** Selects a row by a click on its label. */
  async select(...path: readonly Label[]): Promise<void> {
    await this.#act(path, (row) => row.locator('.label-name').click({ timeout: tryMs }));
  }

  /** Adds a row to those that are selected, or takes it away, by a click with the Control key. */
  async selectAlso(...path: readonly Label[]): Promise<void> {
    await this.#act(path, (row) => row.locator('.label-name').click({ modifiers: ['Control'], timeout: tryMs }));
  }

  /** Rests the pointer on a row and gives the text of the hover that appears. */
  async hover(...path: readonly Label[]): Promise<string> {
    // One that comes while the row is painted again goes at once, and comes back for a pointer that comes back.
    return eventually(async () => {
      await this.#page.mouse.move(1, 1);
      const hovers = this.#page.locator('.monaco-hover:visible');
      await hovers.first().waitFor({ state: 'hidden' });
      await rowAt(this.#rows(), await this.waitFor(path))
        .locator('.label-name')
        .hover({ timeout: tryMs });
      await hovers.last().waitFor({ timeout: 5_000 });
      return eventually(async () => {
        const text = (await hovers.last().allInnerTexts()).join('\n').trim();
        assert.doesNotMatch(text, /^$|loading/iu, 'The hover is still empty.');
        return text;
      }, 5_000);
    }, 30_000);
  }

  /** Opens the context menu of a row. */
  async contextMenu(...path: readonly Label[]): Promise<Menu> {
    await this.#act(path, (row) => row.locator('.label-name').click({ button: 'right', timeout: tryMs }));
    const menu = new Menu(this.#page);
    await menu.waitFor();
    return menu;
  }

  /** Clicks an inline action of a row, by its label. */
  async clickInline(action: string, ...path: readonly Label[]): Promise<void> {
    await this.#act(path, async (row) => {
      await row.hover({ timeout: tryMs });
      await row.locator(`.actions .action-label[aria-label*=${JSON.stringify(action)}]`).click({ timeout: tryMs });
    });
  }

  /** Does something to a row with a button of the pointer; once more where the row was painted again under it. */
  async #act(path: readonly Label[], act: (row: Locator) => Promise<void>): Promise<void> {
    await eventually(async () => pressRow(this.#rows(), await this.waitFor(path), act), 30_000);
  }

  /** A row that is expanded in the moment in which its parent is painted again can stay empty: it is expanded again. */
  async #settle(above: readonly Label[], path: readonly Label[]): Promise<void> {
    try {
      await this.waitFor(path, undefined, 5_000);
    } catch {
      await this.#toggle(above, false);
      await this.#toggle(above, true);
    }
  }

  /**
   * Waits until nothing changes any more. What a host tells arrives in parts, and each paints it again; for a moment VS Code hands no
   * item over to a command that is called below.
   */
  async #quiet(): Promise<void> {
    let before = '';
    let since = Date.now();
    await eventually(async () => {
      const now = JSON.stringify(await this.rows());
      since = now === before ? since : Date.now();
      before = now;
      assert.ok(Date.now() - since > quietMs, 'The tree still changes.');
    });
  }

  /** Gives whether it was the other way before. */
  async #toggle(path: readonly Label[], expanded: boolean): Promise<boolean> {
    let toggled = false;
    await eventually(async () => {
      const row = await this.waitFor(path);
      if (row.expanded !== expanded) {
        await pressRow(this.#rows(), row, (shown) => shown.locator('.monaco-tl-twistie').click({ timeout: tryMs }));
        toggled = true;
      }
      if (findRow(await this.rows(), path).row.expanded !== expanded) {
        throw new Error(`The row ${path.join(' > ')} does not ${expanded ? 'expand' : 'collapse'}.`);
      }
    });
    return toggled;
  }

  #rows(): Locator {
    const tree = this.#page.locator('.part.sidebar').getByRole('tree', { name: this.#view });
    return tree.locator('.monaco-list-row[role="treeitem"]');
  }
}
