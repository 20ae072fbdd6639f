import { resources } from '../../kube/resource.ts';
import { WorkQueue } from '../agenda.ts';
import { nameOf, namespaceOf } from '../tree.ts';
import type { ControllerParts } from './controller.ts';

const account = 'default';

/** Gives every namespace the ServiceAccount `default`, as old as itself, and gives it again when it was deleted. */
export class ServiceAccountController {
  readonly #parts: ControllerParts;
  readonly #queue: WorkQueue;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#queue = new WorkQueue(parts.agenda, (namespace) => this.#work(namespace));
    parts.store.onDidChange(({ type, change, object }) => {
      if (type.plural === 'namespaces' && change === 'ADDED') {
        this.#queue.add(nameOf(object));
      } else if (type.plural === 'serviceaccounts' && change === 'DELETED' && nameOf(object) === account) {
        this.#queue.add(namespaceOf(object));
      }
    });
  }

  #work(name: string): void {
    const { api } = this.#parts;
    const namespace = api.find(resources.namespaces, undefined, name);
    const ending = !namespace || namespace.metadata?.deletionTimestamp !== undefined;
    if (!ending && !api.find(resources.serviceaccounts, name, account)) {
      const { creationTimestamp } = namespace.metadata ?? {};
      const metadata = { name: account, namespace: name, ...(creationTimestamp ? { creationTimestamp } : {}) };
      api.seed({ apiVersion: 'v1', kind: 'ServiceAccount', metadata });
    }
  }
}
