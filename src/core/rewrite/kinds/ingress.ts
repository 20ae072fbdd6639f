import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { child, type Node, nodes } from '../draft.ts';
import { pages, type Rule, type Work } from '../rule.ts';
import { rewriteAlbAnnotations } from './albAnnotations.ts';

/** Annotations of ingress-nginx that name a Secret, as `name` or `namespace/name`. */
const secretAnnotations = [
  'nginx.ingress.kubernetes.io/auth-secret',
  'nginx.ingress.kubernetes.io/auth-tls-secret',
  'nginx.ingress.kubernetes.io/proxy-ssl-secret',
] as const;

function rename({ draft, naming, namespace }: Work, holder: Node | undefined, key: string): void {
  const name = text(holder?.[key]);
  if (holder !== undefined && name !== undefined) {
    draft.set(holder, key, naming.namespaced(name, namespace));
  }
}

function rewriteBackend(work: Work, backend: Node | undefined): void {
  rename(work, child(backend, 'service'), 'name');
  rename(work, child(backend, 'resource'), 'name');
}

function rewriteBackends(work: Work): void {
  const spec = child(work.object, 'spec');
  rewriteBackend(work, child(spec, 'defaultBackend'));
  for (const rule of nodes(spec?.['rules'])) {
    for (const path of nodes(child(rule, 'http')?.['paths'])) {
      rewriteBackend(work, child(path, 'backend'));
    }
  }
}

/** Up to v0.15 the namespace gets lost; since then it is the host's (https://github.com/loft-sh/vcluster/pull/1019). */
function rewriteSecretAnnotations({ draft, metadata, naming, namespace, config }: Work): void {
  const annotations = child(metadata, 'annotations');
  for (const key of secretAnnotations) {
    const given = text(annotations?.[key]);
    const parts = given?.split('/') ?? [];
    if (annotations !== undefined && given !== undefined && parts.length <= 2) {
      const [from, name] = parts.length === 2 ? (parts as [string, string]) : [namespace, given];
      const hostName = naming.namespaced(name, from);
      const qualified = parts.length === 2 && config.minor >= 16;
      draft.set(annotations, key, qualified ? `${naming.hostNamespace(from) ?? from}/${hostName}` : hostName);
    }
  }
}

/** What happens to Ingresses before their annotations are counted. */
export const ingressAnnotationRules: readonly Rule[] = [
  {
    id: 'ingress.albAnnotations',
    reason: () => l10n.t('Annotations of the AWS load balancer name Services, which have other names on the host.'),
    link: pages.ingresses,
    apply: rewriteAlbAnnotations,
  },
];

export const ingressRules: readonly Rule[] = [
  {
    id: 'ingress.secretAnnotations',
    reason: () => l10n.t('Annotations of ingress-nginx name Secrets, which have other names on the host.'),
    link: pages.ingresses,
    apply: rewriteSecretAnnotations,
  },
  {
    id: 'ingress.backends',
    reason: () => l10n.t('Services have other names on the host. Host names of the Ingress stay as they are.'),
    link: pages.ingresses,
    apply: rewriteBackends,
  },
  {
    id: 'ingress.tls',
    reason: () => l10n.t('Secrets have other names on the host.'),
    link: pages.ingresses,
    apply: (work) => {
      for (const entry of nodes(child(work.object, 'spec')?.['tls'])) {
        rename(work, entry, 'secretName');
      }
    },
  },
];
