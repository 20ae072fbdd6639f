import { text } from '../../vcluster/raw.ts';
import { child, type Node, nodes } from '../draft.ts';

export const gatewayGroup = 'gateway.networking.k8s.io';

/** A place in an object of the Gateway API that names another object. */
export interface GatewayReference {
  readonly reference: Node;
  /** The kinds that the syncer knows there; the first where the reference says none. */
  readonly kinds: readonly [string, ...string[]];
}

function references(list: readonly (Node | undefined)[], ...kinds: [string, ...string[]]): readonly GatewayReference[] {
  return list.flatMap((reference) => (reference === undefined ? [] : [{ reference, kinds }]));
}

/** A filter may send requests, or questions about them, to a Service as well. */
function backends(holder: Node): readonly Node[] {
  const filters = nodes(holder['filters']).flatMap((filter) =>
    ['requestMirror', 'externalAuth'].map((key) => child(child(filter, key), 'backendRef')),
  );
  return [...nodes(holder['backendRefs']), ...filters].filter((one) => one !== undefined);
}

/** What a route is attached to. */
export function parentReferences(spec: Node | undefined): readonly GatewayReference[] {
  return references(nodes(spec?.['parentRefs']), 'Gateway', 'Service');
}

/** Where a route leads to, and what a policy is about and checks by. */
export function backendReferences(spec: Node | undefined): readonly GatewayReference[] {
  const direct = nodes(spec?.['rules']).flatMap(backends);
  const all = [...direct, ...direct.flatMap(backends), ...nodes(spec?.['targetRefs'])];
  const certificates = nodes(child(spec, 'validation')?.['caCertificateRefs']);
  return [...references(all, 'Service'), ...references(certificates, 'ConfigMap', 'Secret')];
}

/** The certificates of a Gateway, and what it is set up by. */
export function gatewayReferences(spec: Node | undefined): readonly GatewayReference[] {
  const tls = child(spec, 'tls');
  const frontend = child(tls, 'frontend');
  const checks = [
    child(child(frontend, 'default'), 'validation'),
    ...nodes(frontend?.['perPort']).map((port) => child(child(port, 'tls'), 'validation')),
  ];
  const own = nodes(spec?.['listeners']).flatMap((listener) => nodes(child(listener, 'tls')?.['certificateRefs']));
  return [
    ...references([...own, child(child(tls, 'backend'), 'clientCertificateRef')], 'Secret'),
    ...references(
      checks.flatMap((check) => nodes(check?.['caCertificateRefs'])),
      'ConfigMap',
      'Secret',
    ),
    ...references([child(child(spec, 'infrastructure'), 'parametersRef')], 'ConfigMap', 'Secret'),
  ];
}

function groupOf(kind: string): string {
  return kind === 'Gateway' ? gatewayGroup : '';
}

function isKnown({ reference, kinds }: GatewayReference): boolean {
  const kind = text(reference['kind']) ?? kinds[0];
  const group = reference['group'] ?? groupOf(kinds[0]);
  return kinds.includes(kind) && group === groupOf(kind);
}

/** Whether an object names something of a kind that the syncer does not know there: it does not sync the object then. */
export function namesUnknown(object: Readonly<Record<string, unknown>>): boolean {
  const isOfApi = text(object['apiVersion'])?.startsWith(`${gatewayGroup}/`) === true;
  const spec = child(object, 'spec');
  const all = [...parentReferences(spec), ...backendReferences(spec), ...gatewayReferences(spec)];
  return isOfApi && object['kind'] !== 'ReferenceGrant' && !all.every(isKnown);
}
