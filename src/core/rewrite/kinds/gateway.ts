import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { child, nodes } from '../draft.ts';
import type { HostPlace } from '../imports.ts';
import { pages, type ReferredObject, type Rule, type Work } from '../rule.ts';
import {
  backendReferences,
  type GatewayReference,
  gatewayGroup,
  gatewayReferences,
  parentReferences,
} from './gatewayReference.ts';

/** Kinds that grants lead to and that are called differently on the host. */
const renamed: ReadonlySet<string> = new Set(['Service', 'Secret', 'ConfigMap']);

/** Where the host has what a reference leads to; undefined for a Gateway of the host under its own name. */
function hostPlaceOf({ naming, placeOf, config }: Work, other: ReferredObject): HostPlace | undefined {
  const { kind, name, namespace = '' } = other;
  const isGateway = kind === 'Gateway';
  const known =
    isGateway || kind === 'Service'
      ? placeOf({ ...other, apiVersion: isGateway ? `${gatewayGroup}/v1` : 'v1' })
      : undefined;
  return isGateway && known === undefined && config.imports.has('gateways')
    ? undefined
    : (known ?? {
        name: naming.namespaced(name, namespace),
        namespace: naming.hostNamespace(namespace) ?? namespace,
      });
}

/** Gives references, whose kind may be left out, the names and the namespaces of their objects on the host. */
function rewriteReferences(work: Work, all: readonly GatewayReference[]): void {
  const { draft, namespace } = work;
  for (const { reference, kinds } of all) {
    const [name, kind] = [text(reference['name']), text(reference['kind']) ?? kinds[0]];
    const given = text(reference['namespace']);
    const place =
      name !== undefined && kinds.includes(kind)
        ? hostPlaceOf(work, { kind, name, namespace: given ?? namespace })
        : undefined;
    if (place !== undefined) {
      draft.set(reference, 'name', place.name);
      if (given !== undefined) {
        draft.set(reference, 'namespace', place.namespace);
      }
    }
  }
}

export const routeRules: readonly Rule[] = [
  {
    id: 'route.parents',
    reason: () => l10n.t('Gateways of this vCluster have other names on the host.'),
    link: pages.syncing,
    apply: (work) => rewriteReferences(work, parentReferences(child(work.object, 'spec'))),
  },
  {
    id: 'route.backends',
    reason: () => l10n.t('Services have other names on the host. Host names of the route stay as they are.'),
    link: pages.syncing,
    apply: (work) => rewriteReferences(work, backendReferences(child(work.object, 'spec'))),
  },
];

/** Grants are on the host only if each virtual namespace has one there. */
export const grantRules: readonly Rule[] = [
  {
    id: 'grant.references',
    reason: () => l10n.t('Namespaces, and objects in them, have other names on the host.'),
    link: pages.syncing,
    apply: ({ draft, object, naming, namespace }) => {
      const spec = child(object, 'spec');
      for (const from of nodes(spec?.['from'])) {
        const given = text(from['namespace']);
        if (given !== undefined) {
          draft.set(from, 'namespace', naming.hostNamespace(given) ?? given);
        }
      }
      for (const to of nodes(spec?.['to'])) {
        const name = text(to['name']);
        if (name !== undefined && renamed.has(text(to['kind']) ?? '')) {
          draft.set(to, 'name', naming.namespaced(name, namespace));
        }
      }
    },
  },
];

export const gatewayRules: readonly Rule[] = [
  {
    id: 'gateway.allowedRoutes',
    reason: () =>
      l10n.t('All routes of a vCluster share one namespace on the host, the only one that may attach to it.'),
    link: pages.syncing,
    holds: ({ namespaces }) => namespaces === 'single',
    apply: ({ draft, object }) => {
      for (const listener of nodes(child(object, 'spec')?.['listeners'])) {
        const allowed = child(child(listener, 'allowedRoutes'), 'namespaces');
        if (allowed?.['from'] === 'All' || allowed?.['from'] === 'Selector') {
          draft.set(allowed, 'from', 'Same');
          draft.remove(allowed, 'selector');
        }
      }
    },
  },
  {
    id: 'gateway.certificates',
    reason: () => l10n.t('Secrets have other names on the host.'),
    link: pages.syncing,
    apply: (work) => rewriteReferences(work, gatewayReferences(child(work.object, 'spec'))),
  },
];
