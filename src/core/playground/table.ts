import type { KubeObject } from '../kube/resource.ts';
import type { Served } from './catalogue.ts';
import { humanDuration } from './duration.ts';
import { podSummary } from './podStatus.ts';
import { at, listAt, nameOf, numberAt, type Tree, textAt, treeAt } from './tree.ts';

type Cell = string | number;

/** One column of kubectl's output; one with `wide` shows with `-o wide` alone. */
interface Column {
  readonly name: string;
  readonly wide?: boolean;
  readonly cell: (object: KubeObject, now: number) => Cell;
}

function since(time: string | undefined, now: number): string {
  return time === undefined ? '<unknown>' : humanDuration(now - Date.parse(time));
}

function column(name: string, cell: Column['cell'], wide = false): Column {
  return { name, cell, wide };
}

const name = column('Name', nameOf);
const age = column('Age', (object, now) => since(object.metadata?.creationTimestamp, now));
const readyOf = (object: KubeObject) =>
  `${numberAt(object, 'status', 'readyReplicas') ?? 0}/${numberAt(object, 'spec', 'replicas') ?? 0}`;
const templateField = (field: string) => (object: KubeObject) =>
  listAt(object, 'spec', 'template', 'spec', 'containers')
    .map((one) => textAt(one, field) ?? '')
    .join(',');
const containers = column('Containers', templateField('name'), true);
const images = column('Images', templateField('image'), true);
const dataCount = column('Data', (object) => Object.keys(treeAt(object, 'data')).length);
const orNone = (text: string | undefined) => text || '<none>';

function nodeStatus(node: KubeObject): string {
  const ready = listAt(node, 'status', 'conditions').find((condition) => textAt(condition, 'type') === 'Ready');
  const status = textAt(ready, 'status') === 'True' ? 'Ready' : 'NotReady';
  return at(node, 'spec', 'unschedulable') === true ? `${status},SchedulingDisabled` : status;
}

function roles(node: KubeObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const found = Object.keys(treeAt(node, 'metadata', 'labels')).filter((key) => key.startsWith(prefix));
  return orNone(found.map((key) => key.slice(prefix.length)).join(','));
}

function externalAddress(service: KubeObject): string {
  const ingress = listAt(service, 'status', 'loadBalancer', 'ingress').map(
    (one) => textAt(one, 'ip') ?? textAt(one, 'hostname') ?? '',
  );
  return ingress.join(',') || (textAt(service, 'spec', 'type') === 'LoadBalancer' ? '<pending>' : '<none>');
}

function servicePorts(service: KubeObject): string {
  const port = (one: unknown) => {
    const node = numberAt(one, 'nodePort');
    return `${numberAt(one, 'port')}${node ? `:${node}` : ''}/${textAt(one, 'protocol') ?? 'TCP'}`;
  };
  return orNone(listAt(service, 'spec', 'ports').map(port).join(','));
}

const podColumns: readonly Column[] = [
  name,
  column('Ready', (pod) => `${podSummary(pod).ready}/${podSummary(pod).total}`),
  column('Status', (pod) => podSummary(pod).status),
  column('Restarts', (pod) => String(podSummary(pod).restarts)),
  age,
  column('IP', (pod) => orNone(textAt(pod, 'status', 'podIP')), true),
  column('Node', (pod) => orNone(textAt(pod, 'spec', 'nodeName')), true),
];

const columns: Readonly<Record<string, readonly Column[]>> = {
  pods: podColumns,
  statefulsets: [name, column('Ready', readyOf), age, containers, images],
  deployments: [
    name,
    column('Ready', readyOf),
    column('Up-to-date', (one) => numberAt(one, 'status', 'updatedReplicas') ?? 0),
    column('Available', (one) => numberAt(one, 'status', 'availableReplicas') ?? 0),
    age,
    containers,
    images,
  ],
  replicasets: [
    name,
    column('Desired', (one) => numberAt(one, 'spec', 'replicas') ?? 0),
    column('Current', (one) => numberAt(one, 'status', 'replicas') ?? 0),
    column('Ready', (one) => numberAt(one, 'status', 'readyReplicas') ?? 0),
    age,
  ],
  services: [
    name,
    column('Type', (one) => textAt(one, 'spec', 'type') ?? ''),
    column('Cluster-IP', (one) => orNone(textAt(one, 'spec', 'clusterIP'))),
    column('External-IP', externalAddress),
    column('Port(s)', servicePorts),
    age,
  ],
  namespaces: [name, column('Status', (one) => textAt(one, 'status', 'phase') ?? ''), age],
  nodes: [
    name,
    column('Status', nodeStatus),
    column('Roles', roles),
    age,
    column('Version', (one) => textAt(one, 'status', 'nodeInfo', 'kubeletVersion') ?? ''),
  ],
  secrets: [name, column('Type', (one) => textAt(one, 'type') ?? ''), dataCount, age],
  configmaps: [name, dataCount, age],
  persistentvolumeclaims: [
    name,
    column('Status', (one) => textAt(one, 'status', 'phase') ?? ''),
    column('Volume', (one) => textAt(one, 'spec', 'volumeName') ?? ''),
    column('Capacity', (one) => textAt(one, 'status', 'capacity', 'storage') ?? ''),
    column('StorageClass', (one) => textAt(one, 'spec', 'storageClassName') ?? ''),
    age,
  ],
  ingresses: [
    name,
    column('Class', (one) => orNone(textAt(one, 'spec', 'ingressClassName'))),
    column(
      'Hosts',
      (one) =>
        listAt(one, 'spec', 'rules')
          .map((rule) => textAt(rule, 'host') ?? '*')
          .join(',') || '*',
    ),
    age,
  ],
  events: [
    column('Last Seen', (one, now) => since(textAt(one, 'lastTimestamp'), now)),
    column('Type', (one) => textAt(one, 'type') ?? ''),
    column('Reason', (one) => textAt(one, 'reason') ?? ''),
    column(
      'Object',
      (one) => `${textAt(one, 'involvedObject', 'kind')?.toLowerCase()}/${textAt(one, 'involvedObject', 'name')}`,
    ),
    column('Message', (one) => textAt(one, 'message') ?? ''),
  ],
};

function rowObject(object: KubeObject, include: string): { readonly object?: Tree } {
  if (include === 'None') {
    return {};
  }
  return {
    object:
      include === 'Object'
        ? object
        : { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata },
  };
}

/** The `meta/v1.Table` that kubectl prints. Kinds without columns of their own have their name and age. */
export function tableOf(
  type: Served,
  objects: readonly KubeObject[],
  metadata: Tree,
  { now, includeObject }: { readonly now: number; readonly includeObject: string },
): Tree {
  const shown = columns[type.plural] ?? [name, age];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: shown.map(({ name: title, wide }) => ({
      name: title,
      type: 'string',
      format: title === 'Name' ? 'name' : '',
      description: '',
      priority: wide ? 1 : 0,
    })),
    rows: objects.map((object) => ({
      cells: shown.map(({ cell }) => cell(object, now)),
      ...rowObject(object, includeObject),
    })),
  };
}
