import { dig, type Raw, text } from '../vcluster/raw.ts';
import type { RewriteConfig } from './config.ts';
import { nodes } from './draft.ts';
import { isEmpty } from './equality.ts';
import type { ObjectKind } from './kinds.ts';
import { hostAnnotations } from './managedAnnotation.ts';
import type { Prediction } from './model.ts';
import { pointer } from './pointer.ts';

/** What only the host writes. */
const hostOwned = [
  '/metadata/uid',
  '/metadata/resourceVersion',
  '/metadata/creationTimestamp',
  '/metadata/generation',
  '/metadata/managedFields',
  '/metadata/finalizers',
  '/status',
] as const;

/** Fields that the host decides about and the virtual side takes over. */
const hostDecided: Readonly<Record<string, readonly string[]>> = {
  Service: [
    '/spec/clusterIP',
    '/spec/clusterIPs',
    '/spec/ipFamilies',
    '/spec/ipFamilyPolicy',
    '/spec/healthCheckNodePort',
  ],
  PersistentVolumeClaim: ['/spec/volumeName'],
  Pod: [
    '/spec/nodeName',
    '/metadata/labels/topology.kubernetes.io~1zone',
    '/metadata/labels/topology.kubernetes.io~1region',
  ],
};

function isHeadless(object: Raw): boolean {
  return dig(object, 'spec', 'clusterIP') === 'None';
}

const limitedResources = ['cpu', 'memory', 'ephemeral-storage'] as const;

/** The requests and limits that a container does not have. */
function limitedParts(resources: unknown, path: string): readonly string[] {
  if (isEmpty(resources)) {
    return [path];
  }
  return ['limits', 'requests'].flatMap((part) =>
    isEmpty(dig(resources, part))
      ? [`${path}/${part}`]
      : limitedResources
          .filter((resource) => dig(resources, part, resource) === undefined)
          .map((resource) => `${path}/${part}/${resource}`),
  );
}

/** JSON pointers of what a LimitRange of the host namespace may set. */
function limitPointers(object: Raw, config: RewriteConfig): readonly string[] {
  if (config.limitRange === undefined || object['kind'] !== 'Pod') {
    return [];
  }
  const unlimited = ['containers', 'initContainers'].flatMap((list) =>
    nodes(dig(object, 'spec', list)).flatMap(({ resources }, index) =>
      limitedParts(resources, `/spec/${list}/${index}/resources`),
    ),
  );
  return [...unlimited, '/metadata/annotations/kubernetes.io~1limit-ranger'];
}

/** JSON pointers of annotations that the host writes to objects of a kind. */
function annotationPointers(kind: string): readonly string[] {
  return (hostAnnotations[kind] ?? []).map((key) => pointer('/metadata/annotations', key));
}

/** JSON pointers of what only the host decides about a predicted object, besides the placeholders in it. */
export function hostDecisions(object: Raw, kind: string, config: RewriteConfig): readonly string[] {
  return [
    ...hostOwned,
    ...(hostDecided[kind] ?? []).filter((path) => !isHeadless(object) || !path.startsWith('/spec/clusterIP')),
    ...annotationPointers(kind),
    ...limitPointers(object, config),
    ...(kind === 'PersistentVolumeClaim' && dig(object, 'spec', 'storageClassName') === undefined
      ? ['/spec/storageClassName']
      : []),
  ];
}

/**
 * Whether objects of a kind stand inside for those of the host with the same name, though they are not synced: made-up nodes, and
 * made-up volumes of bound claims.
 */
export function standsForHost({ kind, apiVersion = 'v1' }: ObjectKind, config: RewriteConfig): boolean {
  return !config.privateNodes && apiVersion === 'v1' && (kind === 'Node' || kind === 'PersistentVolume');
}

/** What is known of the host's node that a made-up one stands for: its name. Made-up volumes can stand for none. */
export function standIn(virtual: Raw, config: RewriteConfig): Prediction | undefined {
  const [kind, name] = [text(virtual['kind']) ?? '', text(dig(virtual, 'metadata', 'name'))];
  const apiVersion = text(virtual['apiVersion']);
  return kind === 'Node' && name !== undefined && standsForHost({ kind, apiVersion }, config)
    ? {
        object: { apiVersion: 'v1', kind, metadata: { name } },
        unknown: ['/metadata/labels', '/metadata/annotations', '/spec', ...hostOwned],
      }
    : undefined;
}
