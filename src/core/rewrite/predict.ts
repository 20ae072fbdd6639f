import { type Raw, text } from '../vcluster/raw.ts';
import { type RewriteConfig, rewriteConfig } from './config.ts';
import { child, Draft, isNode, maxDepth } from './draft.ts';
import { hostDecisions, standIn, standsForHost } from './hostDecision.ts';
import { hostNameOf, isApiService } from './hostName.ts';
import type { HostPlace } from './imports.ts';
import { capacityPlace } from './kinds/hostCopy.ts';
import { hostVolumeKind } from './kinds/hostVolume.ts';
import { rewriteOf } from './kinds.ts';
import { isLeftToHost } from './leftToHost.ts';
import type { Prediction, RewriteOptions, Target } from './model.ts';
import { Naming } from './naming.ts';
import { importPatched, patched } from './patch.ts';
import { Placeholder } from './placeholder.ts';
import { pointer } from './pointer.ts';
import type { RewrittenKind } from './rewrittenKind.ts';
import type { Work } from './rule.ts';

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
  const apiVersion = text(object['apiVersion']);
  const synced = rewriteOf(config, { kind, apiVersion, name, namespace }, namespace !== undefined);
  const found = synced && hostVolumeKind(synced, object);
  if (
    found === undefined ||
    isApiService({ kind, name, namespace }) ||
    (synced?.direction === 'toHost' && isLeftToHost(virtual, kind, config))
  ) {
    return undefined;
  }
  const naming = new Naming(config);
  const inNamespace = found.namespaced ? (namespace ?? 'default') : '';
  const isCopy = found.direction === 'mirror';
  const hasPlace =
    found.plural === 'namespaces'
      ? naming.twinNamespace(name) !== undefined
      : inNamespace === '' || isCopy || naming.hostNamespace(inNamespace) !== undefined;
  if (!hasPlace) {
    return undefined;
  }
  const work: Work = {
    draft,
    object,
    metadata,
    config,
    naming,
    plural: found.plural,
    name,
    namespace: inNamespace,
    uid: text(metadata['uid']),
    place: found.place,
    placeOf: (other) => hostPlace(config, naming, other),
  };
  for (const rule of [...found.rules, isCopy ? importPatched : patched]) {
    if (rule.holds?.(config) ?? true) {
      draft.run(rule.id, () => rule.apply(work));
    }
  }
  return { draft, kind: found, direction: found.direction };
}

/** Replaces placeholders by what is shown for them, and collects where they stood. */
function finished(value: unknown, path: string, unknown: string[], depth = 0): unknown {
  if (value instanceof Placeholder) {
    unknown.push(path);
    return value.text;
  }
  if (Array.isArray(value)) {
    return depth < maxDepth
      ? value.map((one, index) => finished(one, `${path}/${index}`, unknown, depth + 1))
      : (value as unknown);
  }
  if (!isNode(value) || depth >= maxDepth) {
    return value;
  }
  const entries = Object.entries(value).map(([key, one]) => [
    key,
    finished(one, pointer(path, key), unknown, depth + 1),
  ]);
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
    return standIn(virtual, config) ?? { object: null, unknown: [] };
  }
  const unknown: string[] = [];
  const object = finished(rewriting.draft.object, '', unknown) as Raw;
  const { kind } = rewriting.kind;
  const decided = hostDecisions(object, kind, config).filter((path) => !unknown.includes(path));
  return { object, unknown: [...unknown, ...decided] };
}

/** A virtual object by its name, as callers give it. */
export interface ObjectName {
  readonly kind: string;
  readonly apiVersion?: string | undefined;
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** Where the host has the original of a copy that is called as it is. */
function originalPlace({ plural, namespaced }: RewrittenKind, name: string, namespace?: string): HostPlace | undefined {
  if (!namespaced) {
    return { name };
  }
  return plural === 'csistoragecapacities'
    ? capacityPlace(name)
    : namespace === undefined
      ? undefined
      : { name, namespace };
}

/** Where an object of that name is on the host; undefined where objects of its kind live in the vcluster only. */
export function hostPlace(
  config: RewriteConfig,
  naming: Naming,
  { kind, apiVersion, name, namespace }: ObjectName,
): HostPlace | undefined {
  const found = rewriteOf(config, { kind, apiVersion, name, namespace }, namespace !== undefined);
  if (text(name) === undefined) {
    return undefined;
  }
  if (found === undefined) {
    return standsForHost({ kind, apiVersion }, config) ? { name } : undefined;
  }
  if (found.direction === 'mirror') {
    return found.place ?? originalPlace(found, name, naming.hostNamespace(namespace ?? 'default'));
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

/** The host's name of a virtual object; undefined where objects of its kind live in the vcluster only, or it has no name. Pure. */
export function hostName(reference: ObjectName, target: Target, options?: RewriteOptions): string | undefined {
  const config = rewriteConfig(target, options);
  return hostPlace(config, new Naming(config), reference)?.name;
}
