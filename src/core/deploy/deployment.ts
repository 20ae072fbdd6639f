import type { VClusterAddress } from '../vcluster/id.ts';
import type { Generation } from '../vcluster/model.ts';

/** The chart that a vcluster is deployed from. */
export interface ChartSource {
  /** `vcluster`, and up to 0.19 also `vcluster-k0s`, `vcluster-k8s`, `vcluster-eks`. */
  readonly name: string;
  /** Without a leading `v`. */
  readonly version: string;
  /** The address of the chart repository; a folder or archive on this computer where `name` is a path. */
  readonly repo: string;
}

/** What is to be deployed, whole: nothing of it depends on what was deployed before. */
export interface Deployment extends VClusterAddress {
  readonly chart: ChartSource;
  readonly generation: Generation;
  /** YAML. */
  readonly values: string;
}

/** Where vcluster's own charts are. */
export const chartRepo = 'https://charts.loft.sh';
