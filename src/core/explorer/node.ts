import type { VClusterPhase } from '../vcluster/model.ts';

export type NodeKind =
  | 'context'
  | 'namespace'
  | 'vcluster'
  | 'virtual-context'
  | 'control-plane'
  | 'pod'
  | 'synced'
  | 'synced-kind'
  | 'synced-namespace'
  | 'synced-object'
  | 'virtual'
  | 'virtual-kind'
  | 'virtual-namespace'
  | 'virtual-object'
  | 'message';

/** One Kubernetes object as a node stands for it, of a host cluster or inside a vcluster. `resource` is the plural name. */
export interface ObjectReference {
  /** Of the host, also for an object inside a vcluster. */
  readonly context: string;
  /** The id of the vcluster that the object is inside of; left out for one of the host. */
  readonly vcluster?: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name: string;
}

/** What a message node offers to do about its message. */
export type Fix =
  | { readonly kind: 'retry' }
  | { readonly kind: 'namespaces' }
  | { readonly kind: 'kubeconfig'; readonly file?: string }
  | { readonly kind: 'clear-filter' }
  | { readonly kind: 'install-hint'; readonly text: string }
  | { readonly kind: 'start-playground' };

/** A theme icon with the id of a theme colour. */
export interface NodeIcon {
  readonly id: string;
  readonly color?: string;
}

/** A short mark beside the label, such as how fresh the data of a context is. */
export interface NodeBadge {
  readonly text: string;
  readonly tooltip: string;
}

/** One line of a tooltip. All text is plain. */
export interface TooltipRow {
  readonly label: string;
  readonly value: string;
}

/**
 * One item of the tree, as plain data. The id is stable and holds no state; what can change is in the other fields,
 * so that two nodes with one id compare to say whether the item has to be painted again.
 */
export interface TreeNode {
  readonly id: string;
  readonly parent: string | undefined;
  readonly kind: NodeKind;
  readonly label: string;
  readonly description: string;
  readonly icon: NodeIcon;
  readonly expandable: boolean;
  /** Shown with its children until the user collapses it. */
  readonly startsExpanded?: boolean;
  /** Traits that menus ask for, such as `current` or `paused`. */
  readonly flags: readonly string[];
  /** What a screen reader says in place of label and description. */
  readonly spoken: string;
  /** What "Copy Name" copies. */
  readonly name: string;
  readonly badge?: NodeBadge;
  readonly object?: ObjectReference;
  /** The id of the vcluster that the node belongs to. */
  readonly vcluster?: string;
  readonly context?: string;
  readonly fix?: Fix;
  readonly phase?: VClusterPhase;
}

/** Whether two plain values are the same, field by field. Much faster than `isDeepStrictEqual`, which allows for more. */
function same(a: unknown, b: unknown): boolean {
  if (a === b || typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return a === b;
  }
  const [left, right] = [a, b] as readonly Readonly<Record<string, unknown>>[];
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => same(left?.[key], right?.[key]));
}

/** Whether two nodes look the same. */
export function sameNode(a: TreeNode, b: TreeNode): boolean {
  return same(a, b);
}
