import * as l10n from '@vscode/l10n';
import type { ComparisonDetail } from '../../core/comparison/model.ts';
import { element } from '../element.ts';

const longest = 2_000;

/** One bar that moves the text of both columns sideways, where lines are not wrapped. */
export class Sideways {
  readonly node: HTMLElement;
  readonly #width = element('div', {});

  constructor(lines: HTMLElement) {
    const label = l10n.t('Move both columns sideways');
    this.node = element(
      'div',
      { class: 'sideways', role: 'group', tabindex: 0, 'aria-label': label, hidden: true },
      this.#width,
    );
    this.node.addEventListener('scroll', () => {
      lines.style.setProperty('--shift', `${-this.node.scrollLeft}px`);
    });
    lines.addEventListener(
      'wheel',
      (event) => {
        if (!this.node.hidden && event.deltaX !== 0) {
          this.node.scrollLeft += event.deltaX;
        }
      },
      { passive: true },
    );
  }

  /** Fits it to the longest line; it is not there where lines are wrapped. */
  show(detail: ComparisonDetail | undefined): void {
    this.node.hidden = detail === undefined;
    if (detail === undefined) {
      this.node.scrollLeft = 0;
    } else {
      const width = detail.lines.reduce(
        (most, { left = '', right = '' }) => Math.max(most, left.length, right.length),
        0,
      );
      // The bar is as wide as both columns, the text of one.
      this.#width.style.width = `calc(50% + ${Math.min(longest, width) + 4}ch)`;
    }
  }
}
