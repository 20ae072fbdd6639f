import { printable } from '../base/text.ts';
import { yamlText } from './values.ts';

/** Objects as one YAML text of several documents, after lines that say what it is. */
export function manifestText(about: readonly string[], objects: readonly object[]): string {
  const head = about.map((line) => `# ${printable(line)}\n`).join('');
  return head + objects.map((object) => yamlText(object)).join('---\n');
}
