import { printable } from '../core/base/text.ts';

/** A text for a place where VS Code would turn `$(name)` into an icon: there it stays text. */
export function plainLabel(text: string, limit = 200): string {
  return printable(text, limit).replaceAll('$(', '$\u2060(');
}
