/** Attributes of an element. `true` sets an empty one; `undefined` and `false` leave it out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Child = Node | string | undefined;

/** What breaks, hides or reorders text: controls, format characters, separators of lines, half surrogate pairs. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text of a cluster with U+FFFD for each character that would make it look like another text. */
export function plain(text: string): string {
  return text.replace(unsafe, (c) => (c === '\n' || c === '\t' ? c : '\ufffd'));
}

/** Makes an element. Texts become text nodes, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(
    ...children.flatMap((child) => (child === undefined ? [] : typeof child === 'string' ? plain(child) : child)),
  );
  return made;
}

/** Sets those attributes that are different now, so that what stays the same is not painted again. */
export function setAttributes(node: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) {
      if (node.hasAttribute(name)) {
        node.removeAttribute(name);
      }
    } else {
      const text = value === true ? '' : plain(String(value));
      if (node.getAttribute(name) !== text) {
        node.setAttribute(name, text);
      }
    }
  }
}

/** Sets the text of an element that has nothing else in it, where it is different now. */
export function setText(node: Element, text: string): void {
  const wanted = plain(text);
  if (node.textContent !== wanted) {
    node.textContent = wanted;
  }
}

/** An icon of VS Code's icon font, for the eye alone. */
export function icon(name: string): HTMLElement {
  return element('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}

/** Turns an icon into another. */
export function setIcon(node: Element, name: string): void {
  setAttributes(node, { class: `codicon codicon-${name}` });
}
