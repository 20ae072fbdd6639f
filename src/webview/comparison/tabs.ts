import type { Tab } from '../../core/comparison/contract.ts';
import { element, setAttributes } from '../element.ts';

/** One tab and what it shows. */
export interface TabPage {
  readonly id: Tab;
  readonly label: string;
  readonly page: HTMLElement;
}

/** Tabs over pages of which one is seen. The arrow keys go from one to the next. */
export class Tabs {
  readonly node: HTMLElement;
  readonly #pages: readonly TabPage[];
  readonly #tabs: readonly HTMLButtonElement[];

  constructor(label: string, pages: readonly TabPage[], onChange: (id: Tab) => void) {
    this.#pages = pages;
    this.#tabs = pages.map(({ id, label: text, page }) => {
      setAttributes(page, { role: 'tabpanel', id: `page-${id}`, 'aria-labelledby': `tab-${id}` });
      const attributes = { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `page-${id}` };
      const tab = element('button', attributes, text);
      tab.addEventListener('click', () => onChange(id));
      return tab;
    });
    this.node = element('div', { class: 'tabs', role: 'tablist', 'aria-label': label }, ...this.#tabs);
    this.node.addEventListener('keydown', ({ key }) => {
      if (key === 'ArrowLeft' || key === 'ArrowRight') {
        const at = this.#tabs.findIndex((tab) => tab.matches(':focus'));
        const next = (at + (key === 'ArrowRight' ? 1 : -1) + pages.length) % pages.length;
        this.#tabs[next]?.focus();
        this.#tabs[next]?.click();
      }
    });
  }

  show(id: Tab): void {
    for (const [index, { id: one, page }] of this.#pages.entries()) {
      page.hidden = one !== id;
      const tab = this.#tabs[index];
      if (tab !== undefined) {
        setAttributes(tab, { 'aria-selected': String(one === id), tabindex: one === id ? 0 : -1 });
      }
    }
  }
}
