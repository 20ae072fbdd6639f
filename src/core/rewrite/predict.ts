import { dig, type Raw, text } from '../vcluster/raw.ts';
import { type RewriteConfig, rewriteConfig } from './config.ts';
import { child, Draft, isNode, nodes } from './draft.ts';
import { hostNameOf, isApiService } from './hostName.ts';
import { type RewrittenKind, rewriteOf } from './kinds.ts';
import { hostAnnotations } from './metadataRules.ts';
import type { Prediction, RewriteOptions, Target } from './model.ts';
import { Naming } from './naming.ts';
import { Placeholder } from './placeholder.ts';
import { pointer } from './pointer.ts';
import type { Work } from './rule.ts';

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

/** Whether the host makes such an object itself, so that it is not synced: endpoints of Services with a selector, and claims that fail. */
function isLeftToHost(object: Raw, kind: string, config: RewriteConfig): boolean {
  const label = (key: string): string | undefined => text(dig(object, 'metadata', 'labels', key));
  switch (kind) {
    case 'Endpoints':
      return (
        label('endpoints.kubernetes.io/managed-by') === 'endpoint-controller' ||
        text(dig(object, 'metadata', 'annotations', 'endpoints.kubernetes.io/last-change-trigger-time')) !==
          undefined ||
        label('vcluster.loft.sh/controlled-by') !== undefined
      );
    case 'EndpointSlice':
      return label('endpointslice.kubernetes.io/managed-by') === 'endpointslice-controller.k8s.io';
    case 'Service':
      return label('vcluster.loft.sh/controlled-by') === 'vcluster';
    case 'PersistentVolumeClaim':
      // The syncer of this generation refuses a claim without a class once it syncs classes.
      return (
        config.generation === 'legacy' &&
        config.toHost.has('storageclasses') &&
        text(dig(object, 'spec', 'storageClassName')) === undefined
      );
    default:
      return false;
  }
}

/** JSON pointers of what a LimitRange of the host namespace may set. */
function limitPointers(object: Raw, config: RewriteConfig): readonly string[] {
  if (!config.limitRange || object['kind'] !== 'Pod') {
    return [];
  }
  const unlimited = ['containers', 'initContainers'].flatMap((list) =>
    nodes(dig(object, 'spec', list)).flatMap(({ resources }, index) =>
      dig(resources, 'limits') === undefined || dig(resources, 'requests') === undefined
        ? [`/spec/${list}/${index}/resources`]
        : [],
    ),
  );
  return [...unlimited, '/metadata/annotations/kubernetes.io~1limit-ranger'];
}

/** JSON pointers of annotations that the host writes to objects of a kind. */
function annotationPointers(kind: string): readonly string[] {
  return (hostAnnotations[kind] ?? []).map((key) => pointer('/metadata/annotations', key));
}

/** An object on its way to the host, with what wrote each part of it. */
export interface Rewriting {
  readonly draft: Draft;
  readonly kind: RewrittenKind;
  readonly direction: 'toHost' | 'mirror';
}

/** Applies the rules of a configuration to a virtual object; undefined where it is not synced. Never throws. */
export function rewrite(virtual: Raw, config: RewriteConfig): Rewriting | undefined {
  const draft = new Draft(virtual);
  const object = draft.object;
  const metadata = child(object, 'metadata');
  const kind = text(object['kind']);
  const name = text(metadata?.['name']);
  if (metadata === undefined || kind === undefined || name === undefined) {
    return undefined;
  }
  const namespace = text(metadata['namespace']);
  const found = rewriteOf(config, { kind, apiVersion: text(object['apiVersion']) }, namespace !== undefined);
  if (found === undefined || isApiService({ kind, name, namespace }) || isLeftToHost(virtual, kind, config)) {
    return undefined;
  }
  const naming = new Naming(config);
  const inNamespace = found.namespaced ? (namespace ?? 'default') : '';
  if (inNamespace !== '' && naming.hostNamespace(inNamespace) === undefined) {
    return undefined;
  }
  const uid = text(metadata['uid']);
  const work: Work = { draft, object, metadata, config, naming, name, namespace: inNamespace, uid };
  for (const rule of found.rules) {
    if (rule.holds?.(config) ?? true) {
      draft.run(rule.id, () => rule.apply(work));
    }
  }
  return { draft, kind: found, direction: found.direction };
}

/** Replaces placeholders by what is shown for them, and collects where they stood. */
function finished(value: unknown, path: string, unknown: string[]): unknown {
  if (value instanceof Placeholder) {
    unknown.push(path);
    return value.text;
  }
  if (Array.isArray(value)) {
    return value.map((one, index) => finished(one, `${path}/${index}`, unknown));
  }
  if (!isNode(value)) {
    return value;
  }
  const entries = Object.entries(value).map(([key, one]) => [key, finished(one, pointer(path, key), unknown)]);
  return Object.fromEntries(entries);
}

/**
 * What a virtual object becomes on the host of a vcluster. Pure. `unknown` holds JSON pointers of what only the host decides;
 * a text in angle brackets stands in such a place if the virtual object does not have the value already.
 */
export function predict(virtual: Raw, target: Target, options?: RewriteOptions): Prediction {
  const config = rewriteConfig(target, options);
  const rewriting = rewrite(virtual, config);
  if (rewriting === undefined) {
    return { object: null, unknown: [] };
  }
  const unknown: string[] = [];
  const object = finished(rewriting.draft.object, '', unknown) as Raw;
  const { kind } = rewriting.kind;
  const decided = [
    ...hostOwned,
    ...(hostDecided[kind] ?? []),
    ...annotationPointers(kind),
    ...limitPointers(object, config),
    ...(kind === 'PersistentVolumeClaim' && dig(object, 'spec', 'storageClassName') === undefined
      ? ['/spec/storageClassName']
      : []),
  ];
  return { object, unknown: [...unknown, ...decided.filter((path) => !unknown.includes(path))] };
}

/** A virtual object by its name, as callers give it. */
export interface ObjectName {
  readonly kind: string;
  readonly apiVersion?: string | undefined;
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** Where an object of that name is on the host; undefined where objects of its kind live in the vcluster only. */
export function hostPlace(
  config: RewriteConfig,
  naming: Naming,
  { kind, apiVersion, name, namespace }: ObjectName,
): { readonly name: string; readonly namespace?: string } | undefined {
  const found = rewriteOf(config, { kind, apiVersion }, namespace !== undefined);
  if (found === undefined || found.direction === 'mirror') {
    return found && { name };
  }
  const inNamespace = found.namespaced ? (namespace ?? 'default') : undefined;
  const hostNamespace = inNamespace === undefined ? undefined : naming.hostNamespace(inNamespace);
  const hostName = hostNameOf({ kind, name, namespace: inNamespace }, naming);
  if (hostName === undefined || (inNamespace !== undefined && hostNamespace === undefined)) {
    return undefined;
  }
  // The Service of the API is where the control plane is, in every mode.
  const place = isApiService({ kind, name, namespace: inNamespace }) ? config.target.namespace : hostNamespace;
  return { name: hostName, ...(place === undefined ? {} : { namespace: place }) };
}

/** The host's name of a virtual object; undefined where objects of its kind live in the vcluster only. Pure. */
export function hostName(reference: ObjectName, target: Target, options?: RewriteOptions): string | undefined {
  const config = rewriteConfig(target, options);
  return hostPlace(config, new Naming(config), reference)?.name;
}
