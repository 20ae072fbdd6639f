import { isIP } from 'node:net';
import * as l10n from '@vscode/l10n';
import { dig, text } from '../vcluster/raw.ts';
import { isNode, type Node, nodes } from './draft.ts';
import { same } from './equality.ts';
import { admitted, any, defaulted, field, type HostField, is } from './hostField.ts';
import { addressMarks } from './pod/marks.ts';

/** Whether the host's LimitRange says that it set a resource, or all that is in a part, of the container at a path. */
function limited(
  value: unknown,
  host: Node,
  [, list = '', index = '', , part = '', resource]: readonly string[],
): boolean {
  const said = text(dig(host, 'metadata', 'annotations', 'kubernetes.io/limit-ranger')) ?? '';
  const name = text(dig(nodes(dig(host, 'spec', list))[Number(index)], 'name')) ?? '';
  const kind = list === 'initContainers' ? 'init container' : 'container';
  const end = ` ${part.replace(/s$/u, '')} for ${kind} ${name}`;
  const set = said
    .replace(/^LimitRanger plugin set: /u, '')
    .split('; ')
    .filter((one) => one.endsWith(end))
    .flatMap((one) => one.slice(0, -end.length).split(', '));
  const resources = resource === undefined ? Object.keys(isNode(value) ? value : {}) : [resource];
  return resources.length > 0 && resources.every((one) => set.includes(one));
}

function nodeToleration(value: unknown): boolean {
  return (text(dig(value, 'key')) ?? '').startsWith('node.kubernetes.io/');
}

/** Whether it is what Kubernetes makes of `matchLabelKeys` since 1.34: the pod's own labels, beside what the vcluster has made of them. */
function isMatchedLabel(value: unknown, host: Node, [, , index = '']: readonly string[]): boolean {
  const keys = dig(nodes(dig(host, 'spec', 'topologySpreadConstraints'))[Number(index)], 'matchLabelKeys');
  const key = text(dig(value, 'key'));
  const expected = { key, operator: 'In', values: [dig(host, 'metadata', 'labels', key ?? '')] };
  return key !== undefined && Array.isArray(keys) && keys.includes(key) && same(value, expected);
}

/** The default of Kubernetes 1.27 to 1.32: what of cpu and memory is given may change without a restart. */
function isResizePolicy(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (one) =>
        ['cpu', 'memory'].includes(text(dig(one, 'resourceName')) ?? '') && dig(one, 'restartPolicy') === 'NotRequired',
    )
  );
}

const containerLists = ['containers', 'initContainers', 'ephemeralContainers'] as const;
const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const modes = ['configMap', 'secret', 'projected', 'downwardAPI'] as const;

const containerFields: readonly HostField[] = containerLists.flatMap((list) => [
  field('Pod', `spec ${list} * terminationMessagePath`, is('/dev/termination-log'), defaulted),
  field('Pod', `spec ${list} * terminationMessagePolicy`, is('File'), defaulted),
  field('Pod', `spec ${list} * imagePullPolicy`, is('Always', 'IfNotPresent'), defaulted),
  field('Pod', `spec ${list} * resources`, is({}), defaulted),
  field('Pod', `spec ${list} * resources *`, limited, () => l10n.t('Set by a LimitRange of the host namespace.')),
  field('Pod', `spec ${list} * resources * *`, limited, () => l10n.t('Set by a LimitRange of the host namespace.')),
  field('Pod', `spec ${list} * ports * protocol`, is('TCP'), defaulted),
  field('Pod', `spec ${list} * resizePolicy`, isResizePolicy, defaulted),
  ...['postStart', 'preStop'].map((hook) =>
    field('Pod', `spec ${list} * lifecycle ${hook} httpGet scheme`, is('HTTP'), defaulted),
  ),
  field('Pod', `spec ${list} * env * valueFrom fieldRef apiVersion`, is('v1'), defaulted),
  ...probes.flatMap((probe) => [
    field('Pod', `spec ${list} * ${probe} timeoutSeconds`, is(1), defaulted),
    field('Pod', `spec ${list} * ${probe} periodSeconds`, is(10), defaulted),
    field('Pod', `spec ${list} * ${probe} successThreshold`, is(1), defaulted),
    field('Pod', `spec ${list} * ${probe} failureThreshold`, is(3), defaulted),
    field('Pod', `spec ${list} * ${probe} httpGet scheme`, is('HTTP'), defaulted),
    field('Pod', `spec ${list} * ${probe} grpc service`, is(''), defaulted),
  ]),
]);

/** What the host sets in Pods. */
export const podFields: readonly HostField[] = [
  ...['zone', 'region'].map((part) =>
    field('Pod', `metadata labels topology.kubernetes.io/${part}`, any, () =>
      l10n.t('Copied from the node by the host.'),
    ),
  ),
  field('Pod', 'metadata annotations kubernetes.io/limit-ranger', any, admitted),
  ...['podIP', 'podIPs', 'containerID'].map((part) =>
    field('Pod', `metadata annotations cni.projectcalico.org/${part}`, any, () =>
      l10n.t('Written by the host’s network.'),
    ),
  ),
  ...['network-status', 'networks-status'].map((part) =>
    field('Pod', `metadata annotations k8s.v1.cni.cncf.io/${part}`, any, () =>
      l10n.t('Written by the host’s network.'),
    ),
  ),
  field('Pod', 'spec nodeName', any, () => l10n.t('The host’s scheduler chose the node.')),
  field('Pod', 'spec tolerations *', nodeToleration, admitted),
  field('Pod', 'spec tolerations', (value) => Array.isArray(value) && value.every(nodeToleration), admitted),
  field('Pod', 'spec topologySpreadConstraints * labelSelector matchExpressions *', isMatchedLabel, defaulted),
  field(
    'Pod',
    'spec topologySpreadConstraints * labelSelector matchExpressions',
    (value, host, path) => Array.isArray(value) && value.every((one) => isMatchedLabel(one, host, path)),
    defaulted,
  ),
  ...Object.values(addressMarks).map((key) =>
    field(
      'Pod',
      `metadata annotations ${key}`,
      (value) => isIP(String(value)) !== 0,
      () => l10n.t('The address that the node has inside.'),
    ),
  ),
  field(
    'Pod',
    'spec priority',
    (value, host) => value === 0 || dig(host, 'spec', 'priorityClassName') !== undefined,
    admitted,
  ),
  field('Pod', 'spec priorityClassName', any, () => l10n.t('The host’s default priority class.')),
  field('Pod', 'spec overhead', (_, host) => dig(host, 'spec', 'runtimeClassName') !== undefined, admitted),
  field('Pod', 'spec preemptionPolicy', is('PreemptLowerPriority', 'Never'), admitted),
  field('Pod', 'spec restartPolicy', is('Always'), defaulted),
  field('Pod', 'spec dnsPolicy', is('ClusterFirst'), defaulted),
  field('Pod', 'spec schedulerName', is('default-scheduler'), defaulted),
  field('Pod', 'spec securityContext', is({}), defaulted),
  field('Pod', 'spec terminationGracePeriodSeconds', is(30), defaulted),
  ...modes.map((source) => field('Pod', `spec volumes * ${source} defaultMode`, is(420), defaulted)),
  field('Pod', 'spec volumes * hostPath type', is(''), defaulted),
  field('Pod', 'spec volumes * projected sources * downwardAPI items * fieldRef apiVersion', is('v1'), defaulted),
  field('Pod', 'spec volumes * downwardAPI items * fieldRef apiVersion', is('v1'), defaulted),
  ...containerFields,
];
