import type { Operation } from '../base/operation.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import type { Deployment } from './deployment.ts';

/**
 * Something that brings a deployment about: the vcluster CLI, helm, or the playground itself. Each method settles when the tool
 * has done its part; whether the vcluster is ready is for `watchDeployment` to say. All can be run again after a failure half-way.
 * They reject with an OperationError (`toolFailed`, `toolTimeout`, `toolMissing`, `cancelled` …) or a KubeError.
 */
export interface Driver {
  readonly kind: 'vcluster' | 'helm' | 'playground';
  /** For people: `vcluster CLI 0.36.1`. */
  readonly label: string;
  /** Makes a vcluster. The namespace is made if need be, and marked as made for it. */
  deploy(deployment: Deployment, operation: Operation): Promise<void>;
  /** Gives a vcluster other values or another chart; what the values do not say goes back to the chart's defaults. */
  upgrade(deployment: Deployment, operation: Operation): Promise<void>;
  /** Takes the release away and nothing else; one that is gone already is fine. */
  uninstall(address: VClusterAddress, operation: Operation): Promise<void>;
}
