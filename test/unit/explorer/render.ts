import assert from 'node:assert/strict';
import type { NodeBadge, NodeIcon, TreeNode } from '../../../src/core/explorer/node.ts';
import { parseNodeId } from '../../../src/core/explorer/nodeId.ts';
import { expandableParent } from '../../../src/core/explorer/nodeParent.ts';
import { childrenOf } from '../../../src/core/explorer/outline.ts';
import { tooltipOf } from '../../../src/core/explorer/tooltip.ts';
import type { OutlineState } from '../../../src/core/explorer/view.ts';

const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

function icon({ id, color }: NodeIcon): string {
  return color === undefined ? id : `${id} ${color}`;
}

function mark(badge: NodeBadge | undefined): string {
  return badge === undefined ? '' : `  <${badge.text} ${badge.tooltip}>`;
}

/** What holds for every node of every tree. */
function check(node: TreeNode, parent: string | undefined, seen: Set<string>): void {
  assert.ok(!seen.has(node.id), `two nodes with the id ${node.id}`);
  seen.add(node.id);
  assert.equal(node.parent, parent, `parent of ${node.id}`);
  assert.equal(parseNodeId(node.id).kind, node.kind);
  assert.ok(node.label !== '' && node.spoken !== '' && node.name !== '', `${node.id} has no text`);
  for (const text of [node.label, node.description, node.spoken, node.badge?.tooltip ?? '']) {
    assert.ok(!unprintable.test(text), `${JSON.stringify(text)} is not safe to show`);
    assert.equal(text, text.trim());
  }
  if (node.expandable) {
    assert.equal(expandableParent(node.id), parent);
  }
}

function lines(
  state: OutlineState,
  parent: string | undefined,
  depth: number,
  seen: Set<string>,
  tooltips: boolean,
): readonly string[] {
  const indent = '    '.repeat(depth);
  return childrenOf(state, parent).flatMap((node) => {
    check(node, parent, seen);
    const description = node.description === '' ? '' : ` · ${node.description}`;
    const rows = tooltips ? tooltipOf(state, node.id) : [];
    return [
      `${indent}[${icon(node.icon)}] ${node.label}${description}${mark(node.badge)}  {${[node.kind, ...node.flags].join('+')}}`,
      `${indent}  “${node.spoken}”`,
      ...rows.map(({ label, value }) => `${indent}  | ${label}: ${value}`),
      ...(node.expandable ? lines(state, node.id, depth + 1, seen, tooltips) : []),
    ];
  });
}

/** The whole tree as text, every node expanded; checks on the way what holds for every node. */
export function render(state: OutlineState, { tooltips = false } = {}): string {
  const all = lines(state, undefined, 0, new Set(), tooltips);
  return all.length === 0 ? '(nothing)\n' : `${all.join('\n')}\n`;
}
