import * as l10n from '@vscode/l10n';
import { count, dig, text } from '../../vcluster/raw.ts';
import { child, type Node, nodes } from '../draft.ts';
import { same } from '../equality.ts';
import { rewriteSelector } from '../labels.ts';
import { Placeholder } from '../placeholder.ts';
import { pages, type Rule, type Work } from '../rule.ts';

/** The highest priority that classes other than the system's may have. */
const maxPriority = 1_000_000_000;

function spec(work: Work): Node {
  return work.draft.within(work.object, 'spec');
}

function rewritePriority(work: Work): void {
  const { draft, config, naming } = work;
  const pod = spec(work);
  const name = text(pod['priorityClassName']);
  const toHost = config.toHost.has('priorityclasses');
  if (name === undefined && config.priorityClass === undefined) {
    return;
  }
  if (name !== undefined && toHost) {
    draft.set(pod, 'priorityClassName', naming.cluster(name));
    draft.set(pod, 'priority', Math.min(count(pod['priority']) ?? 0, maxPriority));
  } else if (!(name !== undefined && config.fromHost.has('priorityclasses'))) {
    draft.remove(pod, 'priorityClassName');
    draft.set(pod, 'priority', 0);
  }
  if (text(pod['priorityClassName']) === undefined && config.priorityClass !== undefined) {
    draft.set(pod, 'priorityClassName', config.priorityClass);
    draft.set(pod, 'priority', new Placeholder(`value of PriorityClass ${config.priorityClass}`, 'number'));
  }
}

/** `key=value:effect`, `key:effect`, `key=value`, `key` or `:effect`, as the command line of the syncer has it. */
function toleration(given: string): Node {
  const colon = given.lastIndexOf(':');
  const [effect, rest] = colon < 0 ? ['', given] : [given.slice(colon + 1), given.slice(0, colon)];
  const equals = rest.indexOf('=');
  const key = equals < 0 ? rest : rest.slice(0, equals);
  return {
    ...(effect === '' || effect === '*' ? {} : { effect }),
    ...(key === '' || key === '*' ? {} : { key }),
    ...(equals < 0 ? { operator: 'Exists' } : { operator: 'Equal', value: rest.slice(equals + 1) }),
  };
}

function enforceTolerations({ draft, object, config }: Work): void {
  const pod = draft.within(object, 'spec');
  const enforced = config.tolerations.map(toleration);
  // Since v0.33 the syncer looks for each before it adds it.
  const missing = enforced.filter((one) => !nodes(pod['tolerations']).some((given) => same(one, given)));
  draft.add(pod, 'tolerations', config.minor >= 33 ? missing : enforced);
}

/** Whether the pod itself names its node, so that nothing chose it. Of pods that run only what kubectl applied tells. */
function choosesNode({ object, metadata, uid }: Work): boolean {
  const applied = text(
    child(metadata, 'annotations')?.['kubectl.kubernetes.io/last-applied-configuration'],
    Number.POSITIVE_INFINITY,
  );
  const spec = uid === undefined ? object['spec'] : dig(parsed(applied), 'spec');
  return text(dig(spec, 'nodeName')) !== undefined;
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    return undefined;
  }
}

function enforceNodes(work: Work): void {
  if (choosesNode(work)) {
    return;
  }
  const selector = work.draft.within(spec(work), 'nodeSelector');
  for (const [key, value] of Object.entries(work.config.nodeSelector)) {
    work.draft.set(selector, key, value);
  }
}

function clearScheduling(work: Work): void {
  for (const key of ['affinity', 'topologySpreadConstraints', 'nodeSelector']) {
    work.draft.remove(spec(work), key);
  }
}

export const schedulingRules: readonly Rule[] = [
  {
    id: 'pod.priority',
    reason: () =>
      l10n.t(
        'Priority classes count on the host only if they are synced to it or come from it; else they are cleared.',
      ),
    link: pages.priorityClasses,
    apply: rewritePriority,
  },
  {
    id: 'pod.runtimeClass',
    reason: () => l10n.t('The configuration of the vCluster sets the runtime class of all pods.'),
    link: pages.pods,
    holds: ({ runtimeClass }) => runtimeClass !== undefined,
    apply: (work) => work.draft.set(spec(work), 'runtimeClassName', work.config.runtimeClass),
  },
  {
    id: 'pod.scheduler',
    reason: () => l10n.t('The scheduler inside the vCluster has chosen the node already.'),
    link: pages.nodes,
    holds: ({ scheduler }) => scheduler,
    apply: clearScheduling,
  },
  {
    id: 'pod.nodeSelector',
    reason: () => l10n.t('Pods of this vCluster are kept on the nodes that it may see.'),
    link: pages.nodes,
    holds: ({ scheduler, nodeSelector }) => !scheduler && Object.keys(nodeSelector).length > 0,
    apply: enforceNodes,
  },
  {
    id: 'pod.tolerations',
    reason: () => l10n.t('The configuration of the vCluster gives all pods this toleration.'),
    link: pages.pods,
    holds: ({ tolerations }) => tolerations.length > 0,
    apply: enforceTolerations,
  },
  {
    id: 'pod.topologySpread',
    reason: () =>
      l10n.t('All pods share one namespace on the host, so the selector says which namespace and vCluster it means.'),
    link: pages.pods,
    apply: (work) => {
      for (const constraint of nodes(spec(work)['topologySpreadConstraints'])) {
        rewriteSelector(work, constraint, 'labelSelector');
      }
    },
  },
];
