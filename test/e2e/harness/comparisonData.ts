import { alignedYaml } from '../../../src/core/comparison/alignedYaml.ts';
import type { ComparisonDetail, ComparisonHead, ComparisonRow, Diagnosis } from '../../../src/core/comparison/model.ts';
import { explain, ruleLink } from '../../../src/core/rewrite/explain.ts';
import type { PairState } from '../../../src/core/rewrite/model.ts';
import { capturedSets } from '../../unit/rewrite/captured.ts';

export const head: ComparisonHead = {
  vclusterId: 'kind-dev/team-checkout/checkout',
  name: 'checkout',
  namespace: 'team-checkout',
  context: 'kind-dev',
  version: '0.36.1',
  generation: 'current',
  virtual: { state: 'live' },
};

const kinds: readonly (readonly [kind: string, state: PairState, share: number])[] = [
  ['pods', 'synced', 30],
  ['services', 'synced', 10],
  ['configmaps', 'synced', 8],
  ['configmaps', 'notReferenced', 12],
  ['secrets', 'synced', 5],
  ['secrets', 'notReferenced', 8],
  ['persistentvolumeclaims', 'waiting', 2],
  ['ingresses', 'notSynced', 4],
  ['deployments', 'virtualOnly', 12],
  ['statefulsets', 'virtualOnly', 3],
  ['namespaces', 'virtualOnly', 2],
  ['pods', 'hostOnly', 2],
  ['services', 'hostOnly', 2],
];
const words = ['cart', 'payment', 'catalog', 'search', 'session', 'mail', 'invoice', 'stock'];

function row(index: number): ComparisonRow {
  const [kind, state] = kinds.flatMap(([name, where, share]) =>
    Array.from({ length: share }, () => [name, where] as const),
  )[index % 100] ?? ['pods', 'synced'];
  const name = `${words[index % words.length]}-${kind.slice(0, 3)}-${index}`;
  const namespace = ['default', 'shop', 'billing', 'batch'][Math.floor(index / 100) % 4] ?? 'default';
  const virtual = kind === 'namespaces' ? { virtualName: name } : { virtualName: name, virtualNamespace: namespace };
  const hashed = index % 17 === 0;
  const hostName = hashed ? `${name}-x-${namespace}-x-c-0c1fd4e9b3` : `${name}-x-${namespace}-x-checkout`;
  const host = {
    hostName: state === 'hostOnly' ? `checkout-${index}` : hostName,
    hostNamespace: 'team-checkout',
    hashed,
  };
  const sides = state === 'hostOnly' ? host : state === 'synced' ? { ...virtual, ...host } : virtual;
  const key = state === 'hostOnly' ? `host:${kind}/team-checkout/checkout-${index}` : `${kind}/${namespace}/${name}`;
  const status = kind === 'pods' ? { status: index % 23 === 0 ? 'CrashLoopBackOff' : 'Running' } : {};
  return { key, kind, state, ...sides, ...status, ...(kind === 'pods' && index % 41 === 0 ? { drift: 2 } : {}) };
}

/** So many objects, in the shares that a vcluster has of each kind. */
export function someRows(count: number): readonly ComparisonRow[] {
  return Array.from({ length: count }, (_, index) => row(index));
}

/** What the real syncer made of a pod (of `kind`, the first it had), explained; one field was changed on the host afterwards. */
export function someDetail(key: string, kind = 'Pod'): ComparisonDetail {
  const set = capturedSets().find(({ name }) => name === 'new-default');
  const pair = set?.pairs.find(({ virtual, host }) => virtual?.['kind'] === kind && host !== null);
  if (set === undefined || pair === undefined || pair.virtual === null || pair.host === null) {
    throw new Error(`No pair of kind ${kind} was captured.`);
  }
  const spec = pair.host['spec'] as Record<string, unknown> | undefined;
  const host = kind === 'Pod' ? { ...pair.host, spec: { ...spec, hostNetwork: true } } : pair.host;
  const { changes } = explain(pair.virtual, host, set.target, set.options);
  return {
    key,
    state: 'synced',
    stateReason: 'The syncer keeps this object on the host.',
    lines: alignedYaml(pair.virtual, host, changes),
    changes: changes.map((change) => {
      const link = change.rule === undefined ? undefined : ruleLink(change.rule);
      return link === undefined ? change : { ...change, link };
    }),
  };
}

export function someDiagnosis(key: string): Diagnosis {
  const time = Date.UTC(2026, 10, 26, 7, 0, 0);
  return {
    key,
    findings: [
      {
        rule: 'quota.exceeded',
        message: 'The ResourceQuota of the host namespace is used up: requests.cpu 4 of 4.',
        advice: 'Lower the request of the pod, or raise the quota in the values of the vcluster.',
      },
    ],
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: '0/3 nodes are available: 3 Insufficient cpu.',
      },
      { type: 'Initialized', status: 'True' },
    ],
    timeline: [
      { time, side: 'virtual', severity: 'normal', title: 'Scheduled', message: 'Assigned to a node' },
      {
        time: time + 9_000,
        side: 'host',
        severity: 'warning',
        title: 'FailedScheduling',
        message: '0/3 nodes are available',
        count: 12,
      },
      { time: time + 20_000, side: 'syncer', severity: 'error', title: 'sync', message: 'exceeded quota: vc-checkout' },
    ],
  };
}
