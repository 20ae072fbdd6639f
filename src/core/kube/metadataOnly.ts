import type { KubeObject, ObjectMeta } from './resource.ts';

const suffix = 'g=meta.k8s.io;v=v1';
/** `Accept` for the metadata of one object or of watch events; whole objects are no alternative, as they may be Secrets. */
export const metadataAccept = `application/json;as=PartialObjectMetadata;${suffix}`;
/** `Accept` for a list of metadata. */
export const metadataListAccept = `application/json;as=PartialObjectMetadataList;${suffix}`;

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What may be held of an object that was asked for as metadata, also when the server sent it whole. The annotation of
 * `kubectl apply` goes as well: for a Secret it repeats the data.
 */
export function metadataOf(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = object;
  return {
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(kind === undefined ? {} : { kind }),
    ...(metadata === undefined ? {} : { metadata: withoutLastApplied(metadata) }),
  };
}

function withoutLastApplied(metadata: ObjectMeta): ObjectMeta {
  if (metadata?.annotations?.[lastApplied] === undefined) {
    return metadata;
  }
  const { [lastApplied]: _, ...annotations } = metadata.annotations;
  return { ...metadata, annotations };
}
