import * as l10n from '@vscode/l10n';
import { isSeq } from 'yaml';
import type { Draft } from './draft.ts';

const policy = 'policies.networkPolicy';
const service = 'controlPlane.service.spec.type';

/** The first minor whose network policies are about what comes in as well. */
export const closedSince = 31;

function isExposed(draft: Draft): boolean {
  const type = draft.value(service);
  return type === 'LoadBalancer' || type === 'NodePort' || draft.value('controlPlane.ingress.enabled') === true;
}

/** Whether somebody outside has a way to workloads. */
function isPublic(draft: Draft): boolean {
  const mapped = draft.at('networking.replicateServices.toHost');
  return draft.value('sync.toHost.ingresses.enabled') === true || (isSeq(mapped) && mapped.items.length > 0);
}

/**
 * Up to 0.30 network policies are about what goes out only; from 0.31 on nobody from outside comes in. Lets in again who has a way in by the same
 * file. False where there is nothing to do, as in a file that is for 0.31 already by its keys.
 */
export function openPolicy(draft: Draft): boolean {
  const enabled = draft.at(`${policy}.enabled`);
  const known = draft.has(`${policy}.controlPlane`) || draft.has(`${policy}.workload`);
  if (enabled === undefined || draft.value(`${policy}.enabled`) !== true || known) {
    return false;
  }
  const origin = draft.origins.of(enabled);
  if (origin !== undefined) {
    origin.change ??= l10n.t(
      'From 0.31 on, the network policy is about what comes in as well: pods take connections of the vcluster alone. What this file itself has a way in for was allowed; name others under {0} and {1}.',
      `${policy}.controlPlane.ingress`,
      `${policy}.workload.ingress`,
    );
  }
  const putting = origin === undefined ? {} : { origin };
  if (isExposed(draft)) {
    draft.put(`${policy}.controlPlane.ingress`, draft.node([{ ports: [{ port: 8443, protocol: 'TCP' }] }]), putting);
  }
  if (isPublic(draft)) {
    draft.put(`${policy}.workload.ingress`, draft.node([{}]), putting);
  }
  return true;
}
