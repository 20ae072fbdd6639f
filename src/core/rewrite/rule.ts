import type { RewriteConfig } from './config.ts';
import type { Draft, Node } from './draft.ts';
import type { HostPlace } from './imports.ts';
import type { Naming } from './naming.ts';

/** What a rule works with. */
export interface Work {
  readonly draft: Draft;
  /** The draft's object. */
  readonly object: Node;
  readonly metadata: Node;
  readonly config: RewriteConfig;
  readonly naming: Naming;
  /** What the configuration calls the kind, such as `pods` or `plural.group`. */
  readonly plural: string;
  /** Name and namespace inside the vcluster. */
  readonly name: string;
  readonly namespace: string;
  readonly uid: string | undefined;
  /** Where the host has it, if it comes from there under another name. */
  readonly place: HostPlace | undefined;
  /** Where the host has another object; undefined for what is not synced. */
  readonly placeOf: (other: ReferredObject) => HostPlace | undefined;
}

/** An object that another names. */
export interface ReferredObject {
  readonly kind: string;
  readonly apiVersion?: string | undefined;
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** One thing that a syncer does to objects on their way to the host. */
export interface Rule {
  /** Stable, such as `pod.dns`. */
  readonly id: string;
  /** One line that says why. */
  readonly reason: () => string;
  /** Where vcluster documents it. */
  readonly link: string;
  /** The generations, versions and options it holds for; always where left out. */
  readonly holds?: (config: RewriteConfig) => boolean;
  readonly apply: (work: Work) => void;
}

const docs = 'https://www.vcluster.com/docs/vcluster';

/** Pages of vcluster's documentation that rules refer to. */
export const pages = {
  syncing: `${docs}/configure/vcluster-yaml/sync/to-host`,
  pods: `${docs}/configure/vcluster-yaml/sync/to-host/core/pods`,
  services: `${docs}/configure/vcluster-yaml/sync/to-host/networking/services`,
  ingresses: `${docs}/configure/vcluster-yaml/sync/to-host/networking/ingresses`,
  networkPolicies: `${docs}/configure/vcluster-yaml/sync/to-host/networking/network-policies`,
  secrets: `${docs}/configure/vcluster-yaml/sync/to-host/core/secrets`,
  configMaps: `${docs}/configure/vcluster-yaml/sync/to-host/core/config-maps`,
  claims: `${docs}/configure/vcluster-yaml/sync/to-host/storage/persistent-volume-claims`,
  volumes: `${docs}/configure/vcluster-yaml/sync/to-host/storage/persistent-volumes`,
  storageClasses: `${docs}/configure/vcluster-yaml/sync/to-host/storage/storage-classes`,
  priorityClasses: `${docs}/configure/vcluster-yaml/sync/to-host/advanced/priority-classes`,
  disruptionBudgets: `${docs}/configure/vcluster-yaml/sync/to-host/advanced/pod-disruption-budgets`,
  serviceAccounts: `${docs}/configure/vcluster-yaml/sync/to-host/advanced/service-accounts`,
  endpoints: `${docs}/configure/vcluster-yaml/sync/to-host/networking/endpoints`,
  endpointSlices: `${docs}/configure/vcluster-yaml/sync/to-host/networking/endpointslices`,
  resourceClaims: `${docs}/configure/vcluster-yaml/sync/to-host/DRA/resourceclaims`,
  namespaces: `${docs}/configure/vcluster-yaml/sync/to-host/advanced/namespaces`,
  customResources: `${docs}/configure/vcluster-yaml/sync/to-host/advanced/custom-resources`,
  nodes: `${docs}/configure/vcluster-yaml/sync/from-host/nodes`,
  imports: `${docs}/configure/vcluster-yaml/sync/from-host`,
  networking: `${docs}/configure/vcluster-yaml/networking/`,
} as const;
