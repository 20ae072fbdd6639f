import { marks } from '../../vcluster/marks.ts';

/** Annotations of host pods beside those that every object has. */
export const podMarks = {
  name: 'vcluster.loft.sh/name',
  uid: 'vcluster.loft.sh/uid',
  account: 'vcluster.loft.sh/service-account-name',
  setKind: 'vcluster.loft.sh/owner-set-kind',
  /** All owners, as JSON; since v0.17. */
  owners: 'vcluster.loft.sh/owner-references',
  hostsRewritten: 'vcluster.loft.sh/hosts-rewritten',
  evictable: 'cluster-autoscaler.kubernetes.io/safe-to-evict',
} as const;

/** Annotations with the address of the node that the vcluster made up, by the field that they stand for. */
export const addressMarks: Readonly<Record<string, string>> = {
  'status.hostIP': 'vcluster.loft.sh/host-ip',
  'status.hostIPs': 'vcluster.loft.sh/host-ips',
};

/** What the keys of token annotations start with; eight random letters follow. */
export const tokenPrefix = 'vcluster.loft.sh/token-';

/** The annotations of a pod that syncers up to v0.20 do not count among those that they carry over. */
export const uncounted: ReadonlySet<string> = new Set([
  ...Object.values(podMarks),
  marks.virtualNamespace,
  marks.podLabels,
]);
