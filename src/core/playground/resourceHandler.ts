import type { KubeObject } from '../kube/resource.ts';
import type { Agenda, Clock } from './agenda.ts';
import { type Answer, json, jsonText } from './answer.ts';
import type { Api } from './api.ts';
import { isReview } from './catalogue.ts';
import { acceptedForm, encodeObject, encodePage, type Writing } from './encoding.ts';
import { bodyObject, checkMethod, deleteOptions, type Envelope, givenObject } from './envelope.ts';
import { type Listing, queryPredicate } from './listing.ts';
import type { LogBook } from './logBook.ts';
import { patchKind, patchTypes } from './patch/patch.ts';
import type { PortForwarder } from './portForward/portForwarder.ts';
import { dryRun, includeObject, listQuery, logQuery, watchQuery } from './query.ts';
import { badRequest, invalid, unsupportedMediaType } from './refusal.ts';
import type { ResourceRequest } from './request.ts';
import type { Reviewer } from './review.ts';
import { scaleOf, withScale } from './scale.ts';
import type { Store } from './store.ts';
import { nameOf, namespaceOf } from './tree.ts';
import { Watch } from './watch.ts';

/** What the handler works with. */
export interface Parts {
  readonly store: Store;
  readonly api: Api;
  readonly listing: Listing;
  readonly logs: Pick<LogBook, 'open'>;
  readonly forwarder: Pick<PortForwarder, 'answer'>;
  readonly reviewer: Reviewer;
  readonly agenda: Agenda;
  readonly clock: Clock;
}

/** Answers requests for resources by the rules of kube-apiserver. Refusals are thrown. */
export class ResourceHandler {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  handle(request: ResourceRequest, envelope: Envelope): Answer {
    checkMethod(request);
    if (['log', 'portforward', 'eviction', 'token'].includes(request.subresource)) {
      return this.#special(request, envelope);
    }
    return this.#ordinary(request, envelope);
  }

  #ordinary(request: ResourceRequest, envelope: Envelope): Answer {
    const { type, namespace, name } = request;
    switch (request.verb) {
      case 'get':
        return this.#object(request, envelope, this.#parts.api.get(type, namespace, name));
      case 'list':
        return this.#list(request, envelope);
      case 'watch':
        return this.#watch(request, envelope);
      case 'create':
        return this.#create(request, envelope);
      case 'update':
        return this.#update(request, envelope);
      case 'patch':
        return this.#patch(request, envelope);
      case 'delete':
        return this.#delete(request, envelope);
      case 'deletecollection':
        return this.#deleteCollection(request, envelope);
    }
  }

  #special(request: ResourceRequest, envelope: Envelope): Answer {
    const { api, logs, forwarder, reviewer } = this.#parts;
    const { type, namespace, name } = request;
    const object = api.get(type, namespace, name);
    if (request.subresource === 'log') {
      return { kind: 'stream', contentType: 'text/plain', run: logs.open(object, logQuery(envelope.query)) };
    }
    if (request.subresource === 'portforward') {
      return forwarder.answer(object, envelope.query, envelope.upgrade);
    }
    if (request.subresource === 'token') {
      return json(reviewer.token(object, bodyObject(envelope)), 201);
    }
    api.delete(type, namespace, name);
    return json({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, 201);
  }

  #writing(envelope: Envelope): Writing {
    return {
      form: acceptedForm(envelope.accept),
      includeObject: includeObject(envelope.query),
      now: this.#parts.clock.now(),
    };
  }

  #object(request: ResourceRequest, envelope: Envelope, object: KubeObject, status = 200): Answer {
    const shown = request.subresource === 'scale' && object.kind !== 'Scale' ? scaleOf(object) : object;
    return jsonText(encodeObject(request.type, shown, this.#writing(envelope)), status);
  }

  #list(request: ResourceRequest, envelope: Envelope): Answer {
    const writing = this.#writing(envelope);
    const page = this.#parts.listing.list(request.type, request.namespace || undefined, listQuery(envelope.query));
    return jsonText(encodePage(request.type, page, writing));
  }

  #watch(request: ResourceRequest, envelope: Envelope): Answer {
    const { store, agenda } = this.#parts;
    const query = watchQuery(envelope.query);
    // `watch` on one object is a watch on the collection that selects its name.
    const named = request.name ? { ...query, fieldSelector: `metadata.name=${request.name}` } : query;
    const watch = new Watch(store, agenda, request.type, request.namespace || undefined, named, () =>
      this.#writing(envelope),
    );
    this.#writing(envelope);
    return { kind: 'stream', contentType: 'application/json', run: (sink) => watch.open(sink) };
  }

  #create(request: ResourceRequest, envelope: Envelope): Answer {
    const object = givenObject(request, envelope);
    if (isReview(request.type)) {
      return json(this.#parts.reviewer.answer(request.type, object, envelope.identity), 201);
    }
    return this.#object(request, envelope, this.#parts.api.create(object, { dryRun: dryRun(envelope.query) }), 201);
  }

  #update(request: ResourceRequest, envelope: Envelope): Answer {
    const { api } = this.#parts;
    const { type, namespace, name, subresource } = request;
    const options = { dryRun: dryRun(envelope.query) };
    if (subresource === 'scale') {
      const scaled = withScale(api.get(type, namespace, name), bodyObject(envelope));
      return this.#object(request, envelope, api.update(scaled, options));
    }
    const object = givenObject(request, envelope);
    if (nameOf(object) !== name) {
      throw badRequest(`the name of the object (${nameOf(object)}) does not match the name on the URL (${name})`);
    }
    return this.#object(
      request,
      envelope,
      api.update(object, { ...options, subresource: subresource === 'status' ? 'status' : undefined }),
    );
  }

  #patch(request: ResourceRequest, envelope: Envelope): Answer {
    const { type, namespace, name, subresource } = request;
    const kind = patchKind(envelope.contentType);
    if (!kind) {
      throw unsupportedMediaType(patchTypes);
    }
    if (kind === 'apply' && !envelope.query.get('fieldManager')) {
      const message = 'Required value: is required for apply patch';
      throw invalid('PatchOptions', 'meta.k8s.io', '', [
        { field: 'fieldManager', message, reason: 'FieldValueRequired' },
      ]);
    }
    const existed = this.#parts.api.find(type, namespace, name) !== undefined;
    const of = subresource === 'status' || subresource === 'scale' ? subresource : undefined;
    const patched = this.#parts.api.patch(type, namespace, name, envelope.body, {
      kind,
      subresource: of,
      dryRun: dryRun(envelope.query),
    });
    return this.#object(request, envelope, patched, existed ? 200 : 201);
  }

  #delete(request: ResourceRequest, envelope: Envelope): Answer {
    const { type, namespace, name } = request;
    const before = this.#parts.api.get(type, namespace, name);
    const left = this.#parts.api.delete(type, namespace, name, deleteOptions(envelope));
    if (left) {
      return this.#object(request, envelope, left);
    }
    const details = {
      name,
      ...(type.group ? { group: type.group } : {}),
      kind: type.plural,
      uid: before.metadata?.uid,
    };
    return json({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details });
  }

  #deleteCollection(request: ResourceRequest, envelope: Envelope): Answer {
    const { api, store } = this.#parts;
    const { type, namespace } = request;
    const predicate = queryPredicate(type, listQuery(envelope.query)) ?? (() => true);
    const objects = api.list(type, namespace || undefined).filter(predicate);
    for (const object of objects) {
      api.delete(type, namespaceOf(object), nameOf(object), deleteOptions(envelope));
    }
    const page = { items: objects, metadata: { resourceVersion: String(store.version) } };
    return jsonText(encodePage(type, page, this.#writing(envelope)));
  }
}
