import { resources } from '../../kube/resource.ts';
import { WorkQueue } from '../agenda.ts';
import { catalogue } from '../catalogue.ts';
import { nameOf, namespaceOf } from '../tree.ts';
import type { ControllerParts } from './controller.ts';

const againMs = 300;

/** Empties namespaces that are being deleted, and removes them once nothing is left in them. */
export class NamespaceController {
  readonly #parts: ControllerParts;
  readonly #queue: WorkQueue;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#queue = new WorkQueue(parts.agenda, (name) => this.#work(name));
    parts.store.onDidChange(({ type, change, object }) => {
      if (type.plural === 'namespaces' && change !== 'DELETED' && object.metadata?.deletionTimestamp) {
        this.#queue.add(nameOf(object));
      }
    });
  }

  #work(name: string): void {
    const { api, store } = this.#parts;
    if (!api.find(resources.namespaces, undefined, name)?.metadata?.deletionTimestamp) {
      return;
    }
    const left = catalogue
      .filter(({ namespaced }) => namespaced)
      .flatMap((type) => store.list(type, name).map((object) => ({ type, object })));
    for (const { type, object } of left) {
      if (!object.metadata?.deletionTimestamp) {
        api.delete(type, namespaceOf(object), nameOf(object), { propagationPolicy: 'Background' });
      }
    }
    if (left.length === 0) {
      api.remove(resources.namespaces, undefined, name);
    } else {
      this.#queue.add(name, againMs);
    }
  }
}
