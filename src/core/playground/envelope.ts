import type { KubeObject } from '../kube/resource.ts';
import type { Identity } from './authentication.ts';
import { apiVersionOf, isReview } from './catalogue.ts';
import type { DeleteOptions } from './deletion.ts';
import type { Upgrade } from './portForward/portForwarder.ts';
import { dryRun } from './query.ts';
import { badRequest, methodNotAllowed, noSuchPath } from './refusal.ts';
import type { ResourceRequest } from './request.ts';
import { isTree, type Tree, textAt } from './tree.ts';

/** The parts of an HTTP request beside its path. */
export interface Envelope {
  readonly query: URLSearchParams;
  readonly accept: string | undefined;
  readonly contentType: string;
  /** The body as it was read; undefined for none. */
  readonly body: unknown;
  readonly identity: Identity;
  /** The connection, when the request asks for another protocol. */
  readonly upgrade?: Upgrade | undefined;
}

const methodsOf: Readonly<Record<string, readonly string[]>> = {
  '': ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
  status: ['get', 'update', 'patch'],
  scale: ['get', 'update', 'patch'],
  log: ['get'],
  portforward: ['get', 'create'],
  eviction: ['create'],
  token: ['create'],
};

/** Throws a 404 for a subresource that the resource does not have, a 405 for a verb that it does not know. */
export function checkMethod({ type, subresource, verb, name }: ResourceRequest): void {
  const own: Readonly<Record<string, boolean>> = {
    '': true,
    status: type.status,
    scale: type.scale,
    log: type.plural === 'pods',
    portforward: type.plural === 'pods',
    eviction: type.plural === 'pods',
    token: type.plural === 'serviceaccounts',
  };
  if (!own[subresource]) {
    throw noSuchPath();
  }
  const misplaced = verb === 'create' && subresource === '' && name !== '';
  if (!methodsOf[subresource]?.includes(verb) || (isReview(type) && verb !== 'create') || misplaced) {
    throw methodNotAllowed();
  }
}

/** The object of a body. Throws a 400 when there is none. */
export function bodyObject(envelope: Envelope): KubeObject {
  if (!isTree(envelope.body)) {
    throw badRequest("the object provided is unrecognized (must be of type Object): couldn't get version/kind");
  }
  return envelope.body;
}

/** The object of a body, with kind and namespace from the URL where it does not say them. Throws a 400 when they differ. */
export function givenObject({ type, namespace }: ResourceRequest, envelope: Envelope): KubeObject {
  const object = bodyObject(envelope);
  const { apiVersion = apiVersionOf(type), kind = type.kind } = object;
  if (apiVersion !== apiVersionOf(type) || kind !== type.kind) {
    const [given, expected] = [`${apiVersion}, Kind=${kind}`, `${apiVersionOf(type)}, Kind=${type.kind}`];
    throw badRequest(`the API version in the data (${given}) does not match the expected API version (${expected})`);
  }
  const own = textAt(object, 'metadata', 'namespace');
  if (own && own !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return { ...object, apiVersion, kind, metadata: { ...object.metadata, ...(namespace ? { namespace } : {}) } };
}

/** The options of a DELETE, which may stand in its query or in its body. */
export function deleteOptions(envelope: Envelope): DeleteOptions {
  const grace = envelope.query.get('gracePeriodSeconds');
  const policy = envelope.query.get('propagationPolicy');
  const body = isTree(envelope.body) ? envelope.body : {};
  const fromQuery: Tree = {
    ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(policy ? { propagationPolicy: policy } : {}),
  };
  const dry = dryRun(envelope.query) || (Array.isArray(body['dryRun']) && body['dryRun'].includes('All'));
  return { ...body, ...fromQuery, dryRun: dry } as DeleteOptions;
}
