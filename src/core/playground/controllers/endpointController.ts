import { createHash } from 'node:crypto';
import { type KubeObject, resources } from '../../kube/resource.ts';
import { WorkQueue } from '../agenda.ts';
import { type EndpointGroup, endpointGroups, endpointOf, selects, selectsPods, subsetOf } from '../endpoints.ts';
import type { StoreEvent } from '../store.ts';
import { nameOf, namespaceOf, type Tree, textAt } from '../tree.ts';
import { byKey, type ControllerParts, controlledBy, controllerOf, keyOf } from './controller.ts';

const headless = { 'service.kubernetes.io/headless': '' };

/**
 * Keeps the Endpoints and the EndpointSlices of services that select pods. Both carry the labels of their service, as from
 * the controllers of Kubernetes; here they are as old as it is. A slice takes any number of endpoints.
 */
export class EndpointController {
  readonly #parts: ControllerParts;
  readonly #queue: WorkQueue;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#queue = new WorkQueue(parts.agenda, (key) => this.#work(key));
    parts.store.onDidChange((event) => this.#observe(event));
  }

  #observe({ type, object, previous }: StoreEvent): void {
    if (type.plural === 'services') {
      this.#queue.add(keyOf(object));
    } else if (type.plural === 'pods') {
      for (const service of this.#parts.api.list(resources.services, namespaceOf(object))) {
        if (selects(service, object) || selects(service, previous)) {
          this.#queue.add(keyOf(service));
        }
      }
    }
  }

  #work(key: string): void {
    const { api } = this.#parts;
    const service = byKey(api, resources.services, key);
    if (!service) {
      const slash = key.indexOf('/');
      api.remove(resources.endpoints, key.slice(0, slash), key.slice(slash + 1));
    } else if (selectsPods(service) && !service.metadata?.deletionTimestamp) {
      const groups = endpointGroups(service, api.list(resources.pods, namespaceOf(service)));
      this.#keepEndpoints(service, groups);
      this.#keepSlices(service, groups);
    }
  }

  #keepEndpoints(service: KubeObject, groups: readonly EndpointGroup[]): void {
    const subsets = groups.flatMap((group) => subsetOf(service, group) ?? []);
    const labels = { ...labelsOf(service), 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' };
    const metadata = { name: nameOf(service), namespace: namespaceOf(service), labels };
    this.#keep(service, { apiVersion: 'v1', kind: 'Endpoints', metadata }, subsets.length > 0 ? { subsets } : {});
  }

  #keepSlices(service: KubeObject, groups: readonly EndpointGroup[]): void {
    const { api } = this.#parts;
    const namespace = namespaceOf(service);
    const wanted = (groups.length > 0 ? groups : [{ ports: [], pods: [] }]).map((group) => ({
      name: sliceName(service, group.ports),
      fields: {
        addressType: 'IPv4',
        endpoints: group.pods.map((pod) => endpointOf(service, pod)),
        ports: group.ports,
      },
    }));
    const labels = {
      ...labelsOf(service),
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      'kubernetes.io/service-name': nameOf(service),
    };
    for (const { name, fields } of wanted) {
      const metadata = { name, namespace, labels, ownerReferences: [controlledBy(service)] };
      this.#keep(service, { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata }, fields);
    }
    const names = new Set(wanted.map(({ name }) => name));
    for (const slice of api.list(resources.endpointslices, namespace)) {
      if (controllerOf(slice, 'Service')?.uid === service.metadata?.uid && !names.has(nameOf(slice))) {
        api.remove(resources.endpointslices, namespace, nameOf(slice));
      }
    }
  }

  /** Makes an object, or gives the one that is there these labels and fields. */
  #keep(service: KubeObject, object: KubeObject, fields: Tree): void {
    const { api } = this.#parts;
    const type = object.kind === 'Endpoints' ? resources.endpoints : resources.endpointslices;
    const before = api.find(type, namespaceOf(object), nameOf(object));
    const { metadata } = object;
    if (before) {
      api.overwrite({ ...object, metadata: { ...before.metadata, ...metadata }, ...fields });
    } else {
      const creationTimestamp = service.metadata?.creationTimestamp;
      api.seed({
        ...object,
        ...fields,
        metadata: { ...metadata, ...(creationTimestamp ? { creationTimestamp } : {}) },
      });
    }
  }
}

function labelsOf(service: KubeObject): Readonly<Record<string, string>> {
  return { ...service.metadata?.labels, ...(textAt(service, 'spec', 'clusterIP') === 'None' ? headless : {}) };
}

/** A name that is the same for the same service and ports. */
function sliceName(service: KubeObject, ports: readonly Tree[]): string {
  const digest = createHash('sha256')
    .update(`${service.metadata?.uid} ${JSON.stringify(ports)}`)
    .digest('hex');
  return `${nameOf(service)}-${digest.slice(0, 5)}`;
}
