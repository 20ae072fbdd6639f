/** The only file that knows where buttons, boxes and fields come from, so that the toolkit, which is archived, can be exchanged. */
import {
  Button,
  Checkbox,
  provideVSCodeDesignSystem,
  TextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { element, icon, plain, setAttributes } from './element.ts';

/** Makes the controls known to the page. Called once, before the first of them is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeTextField());
}

/** A button with a text, or with an icon whose label is its tooltip. */
export interface ButtonOptions {
  readonly label: string;
  readonly icon?: string;
  readonly look: 'primary' | 'secondary' | 'icon';
  readonly onPress: () => void;
}

export function button({ label, icon: name, look, onPress }: ButtonOptions): HTMLElement {
  const made = document.createElement('vscode-button') as Button;
  if (look === 'icon') {
    // Before the look, which otherwise brings a label of its own.
    setAttributes(made, { 'aria-label': label, title: label });
    made.append(icon(name ?? 'circle'));
  } else {
    made.append(plain(label));
    if (name !== undefined) {
      const mark = icon(name);
      mark.slot = 'start';
      made.append(mark);
    }
  }
  made.appearance = look;
  made.addEventListener('click', onPress);
  return made;
}

/** Makes a button usable or not. */
export function enable(made: HTMLElement, enabled: boolean): void {
  if (made instanceof Button) {
    made.disabled = !enabled;
  }
}

/** A box to tick. */
export interface CheckboxOptions {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function checkbox({ label, checked, onChange }: CheckboxOptions): HTMLElement {
  const made = document.createElement('vscode-checkbox') as Checkbox;
  made.append(plain(label));
  made.checked = checked;
  made.addEventListener('change', () => onChange(made.checked));
  return made;
}

/** Ticks a box, or takes the tick away, without saying so. */
export function tick(made: HTMLElement, checked: boolean): void {
  if (made instanceof Checkbox && made.checked !== checked) {
    made.checked = checked;
  }
}

/** A field to search in. */
export interface SearchOptions {
  readonly label: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
}

export function searchField({ label, value, onInput }: SearchOptions): HTMLElement {
  const made = document.createElement('vscode-text-field') as TextField;
  // The toolkit takes the text inside as the label; the style sheet hides it from the eye.
  made.append(plain(label));
  made.className = 'search';
  made.placeholder = label;
  made.value = value;
  const mark = icon('search');
  mark.slot = 'start';
  made.append(mark);
  made.addEventListener('input', () => onInput(made.value));
  return made;
}

/** Empties a field, or fills it, without saying so. */
export function fill(made: HTMLElement, value: string): void {
  if (made instanceof TextField && made.value !== value) {
    made.value = value;
  }
}

/** That something is on its way, with what it is. (The toolkit's ring needs inline styles, which the page's policy forbids.) */
export function progress(label: string): HTMLElement {
  const attributes = { class: 'progress', role: 'status' };
  return element('div', attributes, icon('loading codicon-modifier-spin'), element('span', {}, label));
}
