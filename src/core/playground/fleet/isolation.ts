import type { Tree } from '../tree.ts';
import type { IsolationParts } from './recipe.ts';

/** The limits that isolation sets by default, in both generations. */
export const quotaHard = {
  'requests.cpu': '10',
  'requests.memory': '20Gi',
  'requests.storage': '100Gi',
  'requests.ephemeral-storage': '60Gi',
  'limits.cpu': '20',
  'limits.memory': '40Gi',
  'limits.ephemeral-storage': '160Gi',
  'services.nodeports': '0',
  'services.loadbalancers': '1',
  'count/endpoints': '40',
  'count/pods': '20',
  'count/services': '20',
  'count/secrets': '100',
  'count/configmaps': '100',
  'count/persistentvolumeclaims': '20',
} as const;

/** The quota of a vcluster, with what is used of it. */
export function quotaOf({ hard: own = {} }: IsolationParts): Tree {
  const hard = { ...quotaHard, ...own };
  return { spec: { hard }, status: { hard, used: { 'count/pods': '6' } } };
}

/** The LimitRange that isolation sets by default. */
export const limitRangeSpec = {
  limits: [
    {
      type: 'Container',
      default: { cpu: '1', memory: '512Mi', 'ephemeral-storage': '8Gi' },
      defaultRequest: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '3Gi' },
    },
  ],
} as const;

/** A NetworkPolicy that lets pods of one vcluster talk to one another and to the outside. */
export function networkPolicySpec(podSelector: Tree): Tree {
  const outside = {
    ipBlock: {
      cidr: '0.0.0.0/0',
      except: ['100.64.0.0/10', '127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
    },
  };
  return { podSelector, policyTypes: ['Egress'], egress: [{ to: [{ podSelector }] }, { to: [outside] }] };
}
