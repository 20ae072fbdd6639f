import type { Side } from '../../core/comparison/contract.ts';
import type { ComparisonRow } from '../../core/comparison/model.ts';

/** An object that somebody wants to see side by side, known by the key of its row, or by its name on one of the sides. */
export type ComparedObject = { readonly key: string } | NamedObject;

interface NamedObject {
  readonly side: Side;
  /** The plural name of its kind. */
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** The row that shows an object; undefined while it is not in the list. */
export function rowOf(rows: readonly ComparisonRow[], wanted: ComparedObject): ComparisonRow | undefined {
  if ('key' in wanted) {
    return rows.find(({ key }) => key === wanted.key);
  }
  const { side, kind, name, namespace } = wanted;
  return rows.find((row) => {
    const [itsName, itsNamespace] =
      side === 'virtual' ? [row.virtualName, row.virtualNamespace] : [row.hostName, row.hostNamespace];
    return row.kind === kind && itsName === name && (namespace === undefined || itsNamespace === namespace);
  });
}
