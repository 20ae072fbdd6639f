import { type KubeObject, resources } from '../../kube/resource.ts';
import { WorkQueue } from '../agenda.ts';
import { at, listAt, nameOf, namespaceOf, textAt } from '../tree.ts';
import { byKey, type ControllerParts, keyOf } from './controller.ts';

const balancerMs = 1500;
const bindMs = 300;
const defaultClass = 'storageclass.kubernetes.io/is-default-class';

/** What a cloud does: addresses for load balancers and ingresses, volumes for claims, each after a moment. */
export class Provisioner {
  readonly #parts: ControllerParts;
  readonly #balancers: WorkQueue;
  readonly #ingresses: WorkQueue;
  readonly #claims: WorkQueue;
  #lastAddress = 19;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#balancers = new WorkQueue(parts.agenda, (key) => this.#balance(byKey(parts.api, resources.services, key)));
    this.#ingresses = new WorkQueue(parts.agenda, (key) => this.#balance(byKey(parts.api, resources.ingresses, key)));
    this.#claims = new WorkQueue(parts.agenda, (key) =>
      this.#bind(byKey(parts.api, resources.persistentvolumeclaims, key)),
    );
    parts.store.onDidChange(({ type, change, object }) => {
      if (change === 'DELETED') {
        return;
      }
      if (type.plural === 'services' && textAt(object, 'spec', 'type') === 'LoadBalancer') {
        this.#balancers.add(keyOf(object), balancerMs);
      } else if (type.plural === 'ingresses') {
        this.#ingresses.add(keyOf(object), balancerMs);
      } else if (type.plural === 'persistentvolumeclaims' && change === 'ADDED') {
        this.#claims.add(keyOf(object), bindMs);
      }
    });
  }

  #balance(object: KubeObject | undefined): void {
    if (!object || listAt(object, 'status', 'loadBalancer', 'ingress').length > 0) {
      return;
    }
    this.#lastAddress += 1;
    // 203.0.113.0/24 is kept free for examples (RFC 5737).
    const ingress = [{ ip: `203.0.113.${this.#lastAddress % 256}` }];
    this.#parts.api.update({ ...object, status: { loadBalancer: { ingress } } }, { subresource: 'status' });
  }

  /** Binds a claim to a new volume, if its storage class exists; a claim without class takes the default one. */
  #bind(claim: KubeObject | undefined): void {
    const { api } = this.#parts;
    if (!claim || textAt(claim, 'status', 'phase') === 'Bound') {
      return;
    }
    const classes = api.list(resources.storageclasses);
    const named = textAt(claim, 'spec', 'storageClassName');
    const chosen = classes.find((one) =>
      named ? nameOf(one) === named : one.metadata?.annotations?.[defaultClass] === 'true',
    );
    if (!chosen) {
      return;
    }
    const volumeName = `pvc-${claim.metadata?.uid ?? ''}`;
    const storage = at(claim, 'spec', 'resources', 'requests', 'storage') ?? '1Gi';
    const accessModes = listAt(claim, 'spec', 'accessModes');
    const claimRef = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      name: nameOf(claim),
      namespace: namespaceOf(claim),
      uid: claim.metadata?.uid,
    };
    if (!api.find(resources.persistentvolumes, undefined, volumeName)) {
      api.seed({
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: volumeName },
        spec: {
          capacity: { storage },
          accessModes,
          claimRef,
          storageClassName: nameOf(chosen),
          persistentVolumeReclaimPolicy: 'Delete',
        },
        status: { phase: 'Bound' },
      });
    }
    const spec = { ...(claim['spec'] as object), storageClassName: nameOf(chosen), volumeName };
    api.overwrite({ ...claim, spec, status: { phase: 'Bound', accessModes, capacity: { storage } } });
  }
}
