import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of test/fixtures/config. */
export function configFixture(name: string): string {
  return readFileSync(join(import.meta.dirname, '../../../fixtures/config', name), 'utf8');
}

function cellsOf(line: string): readonly string[] {
  const cells = line.match(/(?:"(?:[^"]|"")*"|[^,])*(?:,|$)/gu) ?? [];
  return cells.map((cell) => {
    const bare = cell.replace(/,$/u, '');
    return bare.startsWith('"') ? bare.slice(1, -1).replaceAll('""', '"') : bare;
  });
}

/** The rows of a table of facts, by the names in its first line. */
export function csvRows(name: string): readonly Readonly<Record<string, string>>[] {
  const [head = '', ...lines] = configFixture(name).trimEnd().split(/\r?\n/u);
  const names = cellsOf(head);
  return lines.map((line) => {
    const cells = cellsOf(line);
    return Object.fromEntries(names.map((column, i) => [column, cells[i] ?? '']));
  });
}
