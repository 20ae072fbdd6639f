import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { createdAnnotation } from '../deploy/hostNamespace.ts';
import { type KubeObject, resources } from '../kube/resource.ts';
import { annotation } from '../vcluster/raw.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { objectItem } from './objectItem.ts';
import type { RemovalItem } from './removalItem.ts';

/** Namespaces that a cluster cannot be without, or that nobody made for a vcluster. */
const sacred = /^(?:default|kube-.*)$/u;

function names(all: readonly string[]): string {
  const shown = all.slice(0, 3).map((one) => printable(one));
  return [...shown, ...(all.length > 3 ? ['…'] : [])].join(', ');
}

/** Whether the namespace was made for a vcluster, which the CLI and this extension mark. */
export function isMadeFor(namespace: KubeObject | undefined): boolean {
  return annotation(namespace, createdAnnotation) === 'true';
}

/** The namespace of a vcluster: goes if it was made for it and nothing else is in it; cannot go with another vcluster in it. */
export function namespaceItems(
  namespace: KubeObject | undefined,
  { vclusters, releases, pods }: Neighbourhood,
): readonly RemovalItem[] {
  if (namespace === undefined) {
    return [];
  }
  const item = (detail: string, proposal: 'remove' | 'keep', fixed?: string) =>
    objectItem('namespace', resources.namespaces, namespace, {
      detail,
      proposal,
      ...(fixed === undefined ? {} : { fixed }),
    });
  if (sacred.test(namespace.metadata?.name ?? '')) {
    return item(l10n.t('Belongs to the cluster'), 'keep', l10n.t('It is not deleted from here.'));
  }
  if (vclusters.length > 0) {
    return item(
      l10n.t('Also holds the vclusters {0}', names(vclusters)),
      'keep',
      l10n.t('It cannot go while other vclusters are in it.'),
    );
  }
  if (releases.length > 0) {
    return item(l10n.t('Also holds the helm releases {0}', names(releases)), 'keep');
  }
  if (pods > 0) {
    return item(l10n.t('Also holds {0} pods that do not belong to the vcluster', pods), 'keep');
  }
  return isMadeFor(namespace)
    ? item(l10n.t('Made for this vcluster'), 'remove')
    : item(l10n.t('Was there before the vcluster'), 'keep');
}
