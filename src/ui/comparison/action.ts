import type { Comparison } from '../../core/comparison/comparison.ts';
import type { HostMessage, Side } from '../../core/comparison/contract.ts';
import type { ComparisonRow } from '../../core/comparison/model.ts';

/** What VS Code does with an object for the page. */
export interface ActionTools {
  readonly copy: (yaml: string) => Promise<void>;
  readonly openSide: (comparison: Comparison, row: ComparisonRow, side: Side) => Promise<void>;
  readonly diff: (comparison: Comparison, row: ComparisonRow) => Promise<void>;
}

export type ActionMessage = Extract<HostMessage, { readonly type: 'copy' | 'open' | 'diff' }>;

/** Does what a page asks to be done with an object of its list; nothing for one that is not in it. */
export async function act(comparison: Comparison, message: ActionMessage, tools: ActionTools): Promise<void> {
  const row = comparison.rows.find(({ key }) => key === message.key);
  if (row === undefined) {
    return;
  }
  if (message.type === 'copy') {
    await tools.copy(await comparison.yaml(message.key, message.side));
  } else if (message.type === 'open') {
    await tools.openSide(comparison, row, message.side);
  } else {
    await tools.diff(comparison, row);
  }
}
