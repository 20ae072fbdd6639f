import * as l10n from '@vscode/l10n';
import { marks } from '../../vcluster/marks.ts';
import { objects, text } from '../../vcluster/raw.ts';
import type { RewriteConfig } from '../config.ts';
import { child, type Node, nodes } from '../draft.ts';
import { same } from '../equality.ts';
import type { HostPlace } from '../imports.ts';
import { Placeholder } from '../placeholder.ts';
import { pages, type Rule } from '../rule.ts';
import { mirrorRules } from './plain.ts';

/** The taints that a copy of a node notes as those of the host; undefined where it notes none. */
function notedTaints(metadata: Node): readonly unknown[] | undefined {
  try {
    const noted: unknown = JSON.parse(
      text(child(metadata, 'annotations')?.['vcluster.loft.sh/original-taints'], Number.POSITIVE_INFINITY) ?? '',
    );
    return Array.isArray(noted) ? objects(noted.map((one) => JSON.parse(String(one)) as unknown)) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the taints of a copy say nothing of those of the host, which are left out if pods tolerate them anyway. */
function hidesTaints({ generation, tolerations }: RewriteConfig): boolean {
  return generation === 'legacy' && tolerations.length > 0;
}

export const nodeRules: readonly Rule[] = [
  {
    id: 'node.taints',
    reason: () => l10n.t('Taints inside are those of the host’s node without tolerated ones, and those added inside.'),
    link: pages.nodes,
    apply: ({ draft, object, metadata, config }) => {
      const spec = draft.within(object, 'spec');
      const taints = nodes(spec['taints']);
      const noted = notedTaints(metadata);
      if (noted === undefined && hidesTaints(config)) {
        draft.set(spec, 'taints', new Placeholder('taints', 'optional'));
      } else if (noted === undefined && config.generation === 'current') {
        draft.remove(spec, 'taints');
      } else if (noted !== undefined && !same(noted, taints)) {
        const original = noted.map((one) => taints.find((taint) => same(taint, one)) ?? one);
        draft.set(spec, 'taints', original);
      }
    },
  },
  ...mirrorRules,
];

/** The name on the host of a capacity, which inside is called `NAME-x-NAMESPACE`; undefined if that can be read in more than one way. */
export function capacityPlace(name: string): HostPlace | undefined {
  const [own, namespace, ...more] = name.split('-x-');
  const isWhole = own !== undefined && namespace !== undefined && more.length === 0 && name.length < 62;
  return isWhole && own !== '' && namespace !== '' ? { name: own, namespace } : undefined;
}

/** Capacities of all namespaces of the host are in one namespace inside, where they say in annotations whose copies they are. */
export const capacityRules: readonly Rule[] = [
  {
    id: 'capacity.fromHost',
    reason: () => l10n.t('Inside, storage capacities of all namespaces of the host are in kube-system.'),
    link: pages.nodes,
    apply: ({ draft, metadata, config, name, object, naming }) => {
      const annotations = child(metadata, 'annotations') ?? {};
      const place = capacityPlace(name);
      draft.set(
        metadata,
        'name',
        text(annotations[marks.objectName]) ?? place?.name ?? new Placeholder('name', 'text'),
      );
      const namespace = text(annotations[marks.objectNamespace]) ?? place?.namespace;
      draft.set(metadata, 'namespace', namespace ?? new Placeholder('namespace', 'text'));
      for (const key of Object.keys(annotations).filter((one) => one.startsWith('vcluster.loft.sh/'))) {
        draft.remove(annotations, key);
      }
      const labels = child(metadata, 'labels');
      if (labels !== undefined && config.hashedLabels) {
        draft.set(metadata, 'labels', new Placeholder('labels', 'optional'));
      } else if (labels !== undefined) {
        draft.remove(labels, marks.managedBy);
        draft.remove(labels, marks.virtualNamespace);
      }
      const storageClass = text(object['storageClassName']);
      if (storageClass !== undefined && config.toHost.has('storageclasses')) {
        draft.set(object, 'storageClassName', naming.cluster(storageClass));
      }
    },
  },
];

/** Objects that the configuration brings in from the host under other names. */
export const importRules: readonly Rule[] = [
  {
    id: 'import.name',
    reason: () => l10n.t('The configuration of the vCluster brings the object in from the host under this name.'),
    link: pages.imports,
    apply: ({ draft, metadata, place }) => {
      if (place !== undefined) {
        draft.set(metadata, 'name', place.name);
        draft.set(metadata, 'namespace', place.namespace);
      }
    },
  },
  ...mirrorRules,
];

/** Gateways of the host, of which tenants do not see all. */
export const importedGatewayRules: readonly Rule[] = [
  {
    id: 'gateway.fromHost',
    reason: () => l10n.t('The copy of a Gateway of the host is marked, and has routes of virtual namespaces instead.'),
    link: pages.imports,
    apply: ({ draft, object, metadata, config }) => {
      draft.remove(child(metadata, 'labels') ?? {}, 'vcluster.loft.sh/imported-gateway');
      draft.remove(child(metadata, 'annotations') ?? {}, marks.managedBy);
      draft.remove(child(metadata, 'annotations') ?? {}, 'vcluster.loft.sh/source-gateway');
      const listeners = config.ownGatewayRoutes ? nodes(child(object, 'spec')?.['listeners']) : [];
      for (const [index, listener] of listeners.entries()) {
        draft.set(listener, 'allowedRoutes', new Placeholder(`routes of listener ${index + 1}`, 'optional'));
      }
    },
  },
  ...importRules,
];
