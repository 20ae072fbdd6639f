import { element } from '../element.ts';

/** A note beside the line under the mouse. What it says, the pane below says as well, so it is for the eye alone. */
export class HoverCard {
  readonly node = element('div', { class: 'hover-card', 'aria-hidden': 'true', hidden: true });
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(text: string, at: DOMRect): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.node.textContent = text;
      this.node.hidden = false;
      const { height } = this.node.getBoundingClientRect();
      const above = at.top - height - 4;
      this.node.style.top = `${above < 4 ? at.bottom + 4 : above}px`;
      this.node.style.left = `${at.left + at.width / 2}px`;
    }, 300);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.node.hidden = true;
  }
}
