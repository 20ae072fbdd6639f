import { resources } from '../../kube/resource.ts';
import { WorkQueue } from '../agenda.ts';
import type { ControllerParts } from '../controllers/controller.ts';
import { nameOf, namespaceOf } from '../tree.ts';

const mapName = 'kube-root-ca.crt';

/** Gives every namespace the certificate of the API's authority, and gives it again when it was deleted. */
export class RootCertificateController {
  readonly #parts: ControllerParts;
  readonly #certificate: string;
  readonly #queue: WorkQueue;

  constructor(parts: ControllerParts, certificate: string) {
    this.#parts = parts;
    this.#certificate = certificate;
    this.#queue = new WorkQueue(parts.agenda, (namespace) => this.#work(namespace));
    parts.store.onDidChange(({ type, change, object }) => {
      if (type.plural === 'namespaces' && change === 'ADDED') {
        this.#queue.add(nameOf(object));
      } else if (type.plural === 'configmaps' && change === 'DELETED' && nameOf(object) === mapName) {
        this.#queue.add(namespaceOf(object));
      }
    });
  }

  #work(namespace: string): void {
    const { api } = this.#parts;
    const space = api.find(resources.namespaces, undefined, namespace);
    if (space && !space.metadata?.deletionTimestamp && !api.find(resources.configmaps, namespace, mapName)) {
      const annotations = { 'kubernetes.io/description': 'Contains a CA bundle that can be used to verify the API.' };
      const metadata = { name: mapName, namespace, annotations };
      api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'ca.crt': this.#certificate } });
    }
  }
}
