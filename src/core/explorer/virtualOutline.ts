import * as l10n from '@vscode/l10n';
import { type Freshness, worstFreshness } from '../kube/freshness.ts';
import type { VCluster } from '../vcluster/model.ts';
import { namespaceFolder, partsOf } from './folderNode.ts';
import { errorMessage, loadingMessage, type Message, messageNode } from './messageNode.ts';
import type { TooltipRow, TreeNode } from './node.ts';
import { nodeId } from './nodeId.ts';
import type { VirtualKindView, VirtualView } from './view.ts';
import { freshnessTooltip, virtualKindNode, virtualObjectNodes, virtualTooltip } from './virtualNode.ts';

/** Not for this user, or not offered: it says nothing about the connection. */
function isDenied({ freshness }: VirtualKindView): boolean {
  return freshness.state === 'stale' && (freshness.why.kind === 'forbidden' || freshness.why.kind === 'notFound');
}

/** How fresh the inside of a vcluster is, which is how its connection is: stale once nothing of it can be read that may be. */
export function virtualFreshness({ kinds }: VirtualView): Freshness {
  const all = kinds.filter((kind) => !isDenied(kind)).map(({ freshness }) => freshness);
  const up = all.filter(({ state }) => state !== 'stale');
  return worstFreshness(up.length > 0 ? up : all);
}

/** Other namespaces would not help, and the kubeconfig is not the user's: all that can be done is to try again. */
function problem(freshness: Freshness): Message | undefined {
  return freshness.state === 'stale'
    ? { ...errorMessage(freshness.why), icon: 'warning', fix: { kind: 'retry' } }
    : undefined;
}

const idle: Freshness = { state: 'idle' };

/** What keeps all of it away; where one kind alone is lost, that kind says so. */
function connectionProblem(view: VirtualView): Message | undefined {
  const message = problem(virtualFreshness(view));
  return message?.code === 'unreachable' || message?.code === 'timeout'
    ? { ...message, label: l10n.t('Cannot reach the vcluster') }
    : message;
}

/** The kinds of which there are objects, in a fixed order, among them those that cannot be listed. */
export function virtualChildren(vcluster: VCluster, view: VirtualView, now: number): readonly TreeNode[] {
  const parent = nodeId('virtual', ...partsOf(vcluster));
  const say = (message: Message): TreeNode => messageNode(parent, message, vcluster.context);
  const down = connectionProblem(view);
  // Said once for all, not by each kind.
  const kinds =
    down === undefined ? view.kinds : view.kinds.map((kind) => (isDenied(kind) ? kind : { ...kind, freshness: idle }));
  const shown = kinds.filter(
    ({ count, freshness }) => (count ?? 0) > 0 || (count === undefined && freshness.state === 'stale'),
  );
  const waiting = view.kinds.some(({ count, freshness }) => count === undefined && freshness.state !== 'stale');
  const nodes = [
    ...(down === undefined ? [] : [say(down)]),
    ...shown.map((kind) => virtualKindNode(vcluster, kind, now)),
    ...(waiting ? [say(loadingMessage())] : []),
  ];
  return nodes.length > 0 ? nodes : [say({ code: 'empty', label: l10n.t('The vcluster is empty') })];
}

function find(view: VirtualView, plural: string): VirtualKindView | undefined {
  return view.kinds.find(({ type }) => type.plural === plural);
}

/** The objects of one kind, by namespace where they are in several; of a kind that cannot be listed, why. */
export function virtualKindChildren(vcluster: VCluster, view: VirtualView, plural: string): readonly TreeNode[] {
  const kind = find(view, plural);
  const parent = nodeId('virtual-kind', ...partsOf(vcluster), plural);
  if (kind === undefined) {
    return [];
  }
  const { type, groups, count, freshness } = kind;
  const why = count === undefined ? problem(freshness) : undefined;
  if (why !== undefined) {
    return [messageNode(parent, why, vcluster.context)];
  }
  return groups.length > 1
    ? groups.map(({ namespace, items }) => namespaceFolder('virtual', vcluster, type, namespace, items.length))
    : groups.flatMap(({ namespace, items }) => virtualObjectNodes({ vcluster, type, parent, namespace }, items));
}

/** The objects of one kind in one of several namespaces. */
export function virtualNamespaceChildren(
  vcluster: VCluster,
  view: VirtualView,
  plural: string,
  namespace: string | undefined,
): readonly TreeNode[] {
  const kind = find(view, plural);
  const group = kind?.groups.find((candidate) => candidate.namespace === namespace);
  if (kind === undefined || group === undefined || kind.groups.length === 1) {
    return [];
  }
  const parent = nodeId('virtual-namespace', ...partsOf(vcluster), plural, namespace ?? '');
  return virtualObjectNodes({ vcluster, type: kind.type, parent, namespace: undefined }, group.items);
}

/** The tooltip of a node inside a vcluster: of an object what is known of it, of a folder how fresh it is. */
export function virtualRows(view: VirtualView, parts: readonly string[], now: number): readonly TooltipRow[] {
  const [plural, namespace, name] = parts;
  if (plural === undefined) {
    return freshnessTooltip(virtualFreshness(view), now);
  }
  const kind = find(view, plural);
  if (kind === undefined || name === undefined) {
    return kind === undefined ? [] : freshnessTooltip(kind.freshness, now).slice(isDenied(kind) ? 1 : 0);
  }
  const group = kind.groups.find((candidate) => (candidate.namespace ?? '') === namespace);
  const item = group?.items.find((candidate) => candidate.name === name);
  return item === undefined ? [] : virtualTooltip(kind.type, item, now);
}
