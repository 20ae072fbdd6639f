import { element, icon, setAttributes, setText } from '../element.ts';

/** A small button that stays pressed, with how many it stands for. */
export interface Chip {
  readonly id: string;
  readonly label: string;
  readonly icon?: string;
  readonly count: number;
  readonly pressed: boolean;
}

/** A row of chips. Their elements stay while their data change, so that the focus does. */
export class Chips {
  readonly node: HTMLElement;
  readonly #onPress: (id: string, pressed: boolean) => void;
  readonly #made = new Map<string, { readonly node: HTMLElement; readonly label: Element; readonly count: Element }>();

  constructor(label: string, onPress: (id: string, pressed: boolean) => void) {
    this.#onPress = onPress;
    this.node = element('div', { class: 'chips', role: 'group', 'aria-label': label });
  }

  show(chips: readonly Chip[]): void {
    const wanted = new Set(chips.map(({ id }) => id));
    for (const [id, { node }] of this.#made) {
      if (!wanted.has(id)) {
        node.remove();
        this.#made.delete(id);
      }
    }
    let before: Element | null = null;
    for (const chip of chips) {
      const { node, label, count } = this.#made.get(chip.id) ?? this.#make(chip);
      setText(label, chip.label);
      setText(count, String(chip.count));
      setAttributes(node, { 'aria-pressed': String(chip.pressed), class: chip.count === 0 ? 'chip none' : 'chip' });
      if (node.previousElementSibling !== before || node.parentElement !== this.node) {
        this.node.insertBefore(node, before === null ? this.node.firstChild : before.nextSibling);
      }
      before = node;
    }
  }

  #make(chip: Chip): { readonly node: HTMLElement; readonly label: Element; readonly count: Element } {
    const label = element('span', {});
    const count = element('span', { class: 'count' });
    const node = element(
      'button',
      { type: 'button' },
      chip.icon === undefined ? undefined : icon(chip.icon),
      label,
      count,
    );
    node.addEventListener('click', () => this.#onPress(chip.id, node.getAttribute('aria-pressed') !== 'true'));
    const made = { node, label, count };
    this.#made.set(chip.id, made);
    return made;
  }
}
