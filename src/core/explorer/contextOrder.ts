import type { Kubeconfig, KubeconfigContext } from '../kubeconfig/model.ts';
import { parseVirtualContext, type VirtualContext } from '../vcluster/context.ts';
import type { ExplorerOptions } from './options.ts';
import { byName } from './order.ts';

/** The context that a name in a node id stands for; ids hold U+FFFD for half a surrogate pair. */
export function findContext({ contexts }: Kubeconfig, idPart: string): KubeconfigContext | undefined {
  return contexts.find(({ name }) => name.toWellFormed() === idPart);
}

/**
 * The vcluster that a context leads into, if its host is a context of the same kubeconfig that stands in the tree as a host.
 * A vcluster inside a vcluster has none of that, so its context is a host itself.
 */
export function virtualTarget(kubeconfig: Kubeconfig, context: string): VirtualContext | undefined {
  const target = parseVirtualContext(context);
  const known = target !== undefined && kubeconfig.contexts.some(({ name }) => name === target.parent);
  return known && virtualTarget(kubeconfig, target.parent) === undefined ? target : undefined;
}

/**
 * The contexts that stand for host clusters, the current one (or the host of the vcluster that it leads into) first, then
 * the pinned ones, each part by name. A context that leads into a vcluster of another context is not a host.
 */
export function hostContexts(kubeconfig: Kubeconfig, options: ExplorerOptions): readonly KubeconfigContext[] {
  const current = kubeconfig.currentContext;
  const throughHost = current === undefined ? undefined : virtualTarget(kubeconfig, current)?.parent;
  const rank = ({ name }: KubeconfigContext): number =>
    name === current || name === throughHost ? 0 : options.pinned.includes(name) ? 1 : 2;
  return kubeconfig.contexts
    .filter(({ name }) => !options.hidden.includes(name) && virtualTarget(kubeconfig, name) === undefined)
    .sort((a, b) => rank(a) - rank(b) || byName(a.name, b.name));
}
