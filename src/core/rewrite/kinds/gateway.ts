import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { child, type Node, nodes } from '../draft.ts';
import { pages, type Rule, type Work } from '../rule.ts';

/** Kinds that references of the Gateway API lead to and that are called differently on the host. */
const renamed: ReadonlySet<string> = new Set(['Service', 'Secret', 'ConfigMap', 'Gateway']);

/** Gives a reference, whose kind may be left out, the name and the namespace of its object on the host. */
function rewriteReference({ draft, naming, namespace }: Work, reference: Node, kind: string): void {
  const name = text(reference['name']);
  if (name === undefined || !renamed.has(text(reference['kind']) ?? kind)) {
    return;
  }
  const given = text(reference['namespace']);
  draft.set(reference, 'name', naming.namespaced(name, given ?? namespace));
  if (given !== undefined) {
    draft.set(reference, 'namespace', naming.hostNamespace(given) ?? given);
  }
}

/** A filter may send requests, or questions about them, to a Service as well. */
function backends(holder: Node): readonly Node[] {
  const filters = nodes(holder['filters']).flatMap((filter) =>
    ['requestMirror', 'externalAuth'].map((key) => child(child(filter, key), 'backendRef')),
  );
  return [...nodes(holder['backendRefs']), ...filters].filter((one) => one !== undefined);
}

export const routeRules: readonly Rule[] = [
  {
    id: 'route.parents',
    reason: () => l10n.t('Gateways of this vCluster have other names on the host.'),
    link: pages.syncing,
    apply: (work) => {
      const spec = child(work.object, 'spec');
      for (const parent of nodes(spec?.['parentRefs'])) {
        rewriteReference(work, parent, 'Gateway');
      }
    },
  },
  {
    id: 'route.backends',
    reason: () => l10n.t('Services have other names on the host. Host names of the route stay as they are.'),
    link: pages.syncing,
    apply: (work) => {
      const spec = child(work.object, 'spec');
      const targets = nodes(spec?.['targetRefs']);
      const direct = nodes(spec?.['rules']).flatMap(backends);
      for (const backend of [...direct, ...direct.flatMap(backends), ...targets]) {
        rewriteReference(work, backend, 'Service');
      }
      for (const certificate of nodes(child(spec, 'validation')?.['caCertificateRefs'])) {
        rewriteReference(work, certificate, 'ConfigMap');
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
    apply: (work) => {
      for (const listener of nodes(child(work.object, 'spec')?.['listeners'])) {
        for (const certificate of nodes(child(listener, 'tls')?.['certificateRefs'])) {
          rewriteReference(work, certificate, 'Secret');
        }
      }
    },
  },
];
