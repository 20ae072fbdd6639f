import { type NextStep, OperationError, type OperationErrorKind } from '../base/operationError.ts';
import { KubeError, type KubeErrorKind } from '../kube/error.ts';

/**
 * What a button below an error does. `tryAgain` runs what failed once more; `controlPlaneLogs`, `connect`, `resume` and `pause` are about the
 * vcluster that it was run on.
 */
export type Remedy = NextStep | 'unlock' | 'refresh' | 'toolPath' | 'controlPlaneLogs' | 'chooseKubeconfig';

const ofOperation: Readonly<Record<OperationErrorKind, readonly Remedy[]>> = {
  refused: [],
  protected: ['unlock'],
  gone: ['refresh'],
  notReady: ['controlPlaneLogs', 'tryAgain'],
  kubeconfigSecret: ['controlPlaneLogs', 'tryAgain'],
  portTaken: ['tryAgain'],
  invalid: [],
  toolMissing: ['toolPath', 'tryAgain'],
  toolUnfit: ['toolPath', 'tryAgain'],
  toolFailed: ['tryAgain'],
  toolTimeout: ['tryAgain'],
  cancelled: [],
};

const ofKube: Readonly<Record<KubeErrorKind, readonly Remedy[]>> = {
  unreachable: ['tryAgain'],
  tls: ['tryAgain'],
  timeout: ['tryAgain'],
  unauthorized: ['tryAgain'],
  forbidden: ['tryAgain'],
  notFound: ['refresh'],
  conflict: ['tryAgain'],
  expired: ['tryAgain'],
  throttled: ['tryAgain'],
  invalid: [],
  server: ['tryAgain'],
  notKubernetes: ['tryAgain'],
  credentials: ['chooseKubeconfig', 'tryAgain'],
  plugin: ['tryAgain'],
  kubeconfig: ['chooseKubeconfig', 'tryAgain'],
  cancelled: [],
};

/** What can be done about an error, the best first; nothing where only its message helps. */
export function remediesOf(error: unknown): readonly Remedy[] {
  if (OperationError.is(error)) {
    return error.next === undefined ? ofOperation[error.kind] : [error.next];
  }
  return KubeError.is(error) ? ofKube[error.kind] : [];
}
