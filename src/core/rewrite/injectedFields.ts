import * as l10n from '@vscode/l10n';
import { annotation, dig, label, text } from '../vcluster/raw.ts';
import type { Node } from './draft.ts';
import { any, field, type HostField } from './hostField.ts';

type InjectedList = 'containers' | 'initContainers' | 'volumes';

/** What Linkerd adds to a pod. */
const linkerd: Readonly<Record<InjectedList, readonly string[]>> = {
  containers: ['linkerd-proxy'],
  initContainers: ['linkerd-init', 'linkerd-network-validator', 'linkerd-proxy'],
  volumes: ['linkerd-identity-end-entity', 'linkerd-identity-token', 'linkerd-proxy-init-xtables-lock'],
};

/** The names that Istio says that it added to a list; nothing where it did not. */
function ofIstio(host: Node, list: InjectedList): readonly unknown[] {
  try {
    const names = dig(JSON.parse(text(dig(host, 'metadata', 'annotations', 'sidecar.istio.io/status')) ?? '{}'), list);
    return Array.isArray(names) ? names : [];
  } catch {
    return [];
  }
}

/** Whether a service mesh of the host, which left its mark on the pod, put an element into a list. */
function isInjected(list: InjectedList): HostField['accepts'] {
  return (value, host) => {
    const name = text(dig(value, 'name'));
    const isLinkerd =
      annotation(host, 'linkerd.io/proxy-version') !== undefined &&
      label(host, 'linkerd.io/control-plane-ns') !== undefined;
    return name !== undefined && [...ofIstio(host, list), ...(isLinkerd ? linkerd[list] : [])].includes(name);
  };
}

const injected = (): string => l10n.t('Added by a service mesh of the host.');

/** What service meshes of the host add to pods. */
export const injectedFields: readonly HostField[] = [
  ...(['containers', 'initContainers', 'volumes'] as const).map((list) =>
    field('Pod', `spec ${list} *`, isInjected(list), injected),
  ),
  ...['sidecar.istio.io/status', 'istio.io/rev', 'linkerd.io/proxy-version', 'linkerd.io/trust-root-sha256'].map(
    (key) => field('Pod', `metadata annotations ${key}`, any, injected),
  ),
  ...[
    'security.istio.io/tlsMode',
    'service.istio.io/canonical-name',
    'service.istio.io/canonical-revision',
    'linkerd.io/control-plane-ns',
    'linkerd.io/workload-ns',
  ].map((key) => field('Pod', `metadata labels ${key}`, any, injected)),
];
