import type { Permission } from './error.ts';

const verbs: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

/**
 * The permission that a request needs, read from its path as an API server reads it (k8s.io/apiserver,
 * endpoints/request). A subresource is part of `resource`, as in `pods/log`. Undefined for a path that is no resource.
 */
export function permissionOf(method: string, path: string, watch = false): Permission | undefined {
  const parts = resourceParts(path);
  const [resource, name, ...subresource] = parts?.rest ?? [];
  if (parts === undefined || resource === undefined) {
    return undefined;
  }
  const reading = watch ? 'watch' : name === undefined ? 'list' : 'get';
  const verb = verbs[method.toUpperCase()] ?? reading;
  return {
    verb: verb === 'delete' && name === undefined ? 'deletecollection' : verb,
    group: parts.group,
    resource: [resource, ...subresource].join('/'),
    ...(parts.namespace === undefined ? {} : { namespace: parts.namespace }),
  };
}

function resourceParts(path: string): { group: string; namespace?: string; rest: readonly string[] } | undefined {
  const [root, ...segments] = path.replace(/^\/+/u, '').split('/').map(decode);
  const group = root === 'api' ? '' : segments.shift();
  if ((root !== 'api' && root !== 'apis') || group === undefined) {
    return undefined;
  }
  const [, scope, namespace, ...inside] = segments;
  return scope === 'namespaces' && namespace !== undefined && inside.length > 0
    ? { group, namespace, rest: inside }
    : { group, rest: segments.slice(1) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
