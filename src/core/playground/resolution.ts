import type { KubeObject, ResourceType } from '../kube/resource.ts';
import { type Served, servedByKind, servedByPath } from './catalogue.ts';
import { badRequest, noSuchPath } from './refusal.ts';

/** The served resource that an object is of. Throws a 400 for a kind that is not known. */
export function servedObject(object: KubeObject): Served {
  const { apiVersion = '', kind = '' } = object;
  const type = servedByKind(apiVersion, kind);
  if (!type) {
    throw badRequest(`no kind "${kind}" is registered for version "${apiVersion}"`);
  }
  return type;
}

/** The served resource with the path of a resource type. Throws a 404 for one that is not served. */
export function servedType(type: ResourceType): Served {
  const found = servedByPath(type.group, type.version, type.plural);
  if (!found) {
    throw noSuchPath();
  }
  return found;
}
