import { type Served, servedByPath } from './catalogue.ts';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

/** What a request for a resource is about, as authorisation and counters see it. */
export interface Attributes {
  readonly verb: Verb;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  /** Empty at cluster scope. */
  readonly namespace: string;
  /** Empty for a collection. */
  readonly name: string;
}

/** A request for a resource that is served. */
export interface ResourceRequest extends Attributes {
  readonly type: Served;
}

/** Where a path leads. */
export type Route =
  | { readonly kind: 'resource'; readonly request: ResourceRequest }
  | { readonly kind: 'other'; readonly path: string }
  /** A resource path that nothing is served at. */
  | { readonly kind: 'unknown'; readonly attributes: Attributes };

const verbOf: Readonly<Record<string, Verb>> = { POST: 'create', PUT: 'update', PATCH: 'patch' };

function verbFor(method: string, name: string, query: URLSearchParams): Verb {
  const collection = name === '';
  if (method === 'DELETE') {
    return collection ? 'deletecollection' : 'delete';
  }
  if (method !== 'GET' && method !== 'HEAD') {
    return verbOf[method] ?? 'get';
  }
  const watching = ['true', '1'].includes(query.get('watch') ?? '');
  return watching ? 'watch' : collection ? 'list' : 'get';
}

/** Takes the path of a URL apart as kube-apiserver does. Throws a URIError for a path that is badly encoded. */
export function route(method: string, url: URL): Route {
  const parts = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const core = parts[0] === 'api';
  const [group = '', version = ''] = core ? ['', parts[1]] : parts.slice(1, 3);
  const rest = parts.slice(core ? 2 : 3);
  if ((!core && parts[0] !== 'apis') || rest.length === 0) {
    return { kind: 'other', path: `/${parts.join('/')}` };
  }
  const [first = '', second = '', third] = rest;
  const scoped = first === 'namespaces' && third !== undefined && !(core && ['status', 'finalize'].includes(third));
  const [resource = '', name = '', subresource = ''] = scoped ? rest.slice(2) : rest;
  const namespace = scoped ? second : '';
  const attributes = { verb: verbFor(method, name, url.searchParams), group, resource, subresource, namespace, name };
  const type = servedByPath(group, version, resource);
  const fits = type && (type.namespaced ? scoped || name === '' : !scoped);
  return fits ? { kind: 'resource', request: { ...attributes, type } } : { kind: 'unknown', attributes };
}

/** What a route is about; nothing for one that is no resource. */
export function attributesOf(where: Route): Partial<Attributes> {
  if (where.kind !== 'resource') {
    return where.kind === 'unknown' ? where.attributes : {};
  }
  const { verb, group, resource, subresource, namespace, name } = where.request;
  return { verb, group, resource, subresource, namespace, name };
}
