import type { KubeObject } from '../../kube/resource.ts';
import { at, listAt, nameOf, textAt, textsAt } from '../tree.ts';

const units: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** The number of a quantity, such as `200m` or `4Gi`; 0 for what cannot be read. */
export function quantity(text: unknown): number {
  const [, digits = '0', unit = ''] = /^([\d.]+)([a-zA-Z]*)$/.exec(String(text ?? '')) ?? [];
  return Number(digits) * (unit === '' ? 1 : (units[unit] ?? 0));
}

function asks(pod: KubeObject, what: string): number {
  return listAt(pod, 'spec', 'containers').reduce<number>(
    (sum, one) => sum + quantity(at(one, 'resources', 'requests', what)),
    0,
  );
}

function fits(pod: KubeObject, node: KubeObject, what: string): boolean {
  return asks(pod, what) <= quantity(at(node, 'status', 'allocatable', what));
}

function selected(pod: KubeObject, node: KubeObject): boolean {
  const labels = textsAt(node, 'metadata', 'labels');
  return Object.entries(textsAt(pod, 'spec', 'nodeSelector')).every(([key, value]) => labels[key] === value);
}

/** Where a pod can go, or why it cannot go anywhere, in the scheduler's words. */
export type Choice = { readonly node: KubeObject } | { readonly refusal: string };

/**
 * Chooses a node for a pod by its node selector and by what it requests for itself; other pods take no room. `turn` spreads
 * pods over the nodes that fit.
 */
export function chooseNode(pod: KubeObject, nodes: readonly KubeObject[], turn: number): Choice {
  const open = nodes.filter((node) => at(node, 'spec', 'unschedulable') !== true);
  const matching = open.filter((node) => selected(pod, node));
  const able = matching.filter((node) => fits(pod, node, 'cpu') && fits(pod, node, 'memory'));
  const node = able[turn % Math.max(1, able.length)];
  if (node) {
    return { node };
  }
  const reasons = [
    [nodes.length - open.length, 'node(s) were unschedulable'],
    [open.length - matching.length, "node(s) didn't match Pod's node affinity/selector"],
    [matching.filter((one) => !fits(pod, one, 'cpu')).length, 'Insufficient cpu'],
    [matching.filter((one) => !fits(pod, one, 'memory')).length, 'Insufficient memory'],
  ] as const;
  const text = reasons.filter(([count]) => count > 0).map(([count, reason]) => `${count} ${reason}`);
  return { refusal: `0/${nodes.length} nodes are available: ${text.join(', ')}.` };
}

/** The address of a node inside the cluster. */
export function nodeAddress(node: KubeObject): string {
  const address = listAt(node, 'status', 'addresses').find((one) => textAt(one, 'type') === 'InternalIP');
  return textAt(address, 'address') ?? nameOf(node);
}
