import { printable } from '../core/base/text.ts';

/** A text for a place where VS Code would turn `$(name)` into an icon: there it stays text. */
export function plainLabel(text: string): string {
  return printable(text, 200).replaceAll('$(', '$\u2060(');
}
