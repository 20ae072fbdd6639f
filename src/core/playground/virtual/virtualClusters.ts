import { type KubeObject, resources } from '../../kube/resource.ts';
import { marks } from '../../vcluster/marks.ts';
import { WorkQueue } from '../agenda.ts';
import { type ControllerParts, controllerOf } from '../controllers/controller.ts';
import { hostObject } from '../fleet/syncer.ts';
import type { SyncTarget } from '../fleet/syncTarget.ts';
import { isReady } from '../podPhase.ts';
import type { Random } from '../random.ts';
import type { StoreEvent } from '../store.ts';
import { nameOf, namespaceOf, sameJson } from '../tree.ts';
import type { Authorities } from './authority.ts';
import { controlPlane, type Description, describe, isNeeded, partsAreReady } from './description.ts';
import { kubeconfigSecret } from './kubeconfigSecret.ts';
import type { Originals } from './originals.ts';
import { syncTarget } from './target.ts';
import { VirtualCluster } from './virtualCluster.ts';

export interface VirtualClustersParts {
  readonly originals: Originals;
  readonly authorities: Authorities;
  readonly random: Random;
}

/** A syncer needs a moment after it got ready. */
const syncMs = 800;

/** `namespace/name` of the vcluster that a pod runs the syncer, or something that the syncer depends on, of. */
function controlPlaneOf(pod: KubeObject): string | undefined {
  const { app, release } = pod.metadata?.labels ?? {};
  const owned = controllerOf(pod, 'StatefulSet') ?? controllerOf(pod, 'ReplicaSet');
  return owned && release && (app === 'vcluster' || isNeeded(app)) ? `${namespaceOf(pod)}/${release}` : undefined;
}

/** `namespace/name` of the vcluster whose syncer a pod runs. */
export function syncerOf(pod: KubeObject): string | undefined {
  return pod.metadata?.labels?.['app'] === 'vcluster' ? controlPlaneOf(pod) : undefined;
}

function isServing(pod: KubeObject): boolean {
  return isReady(pod) && !pod.metadata?.deletionTimestamp;
}

/**
 * The syncers of all vclusters of the host, whoever made them. A syncer that gets ready writes the kubeconfig Secret and brings
 * back what runs inside. The inside of a vcluster is made when its syncer starts, when somebody connects, or when a pod of it is
 * to be replaced; it stays while the control plane or its volume is there.
 */
export class VirtualClusters {
  readonly #host: ControllerParts;
  readonly #parts: VirtualClustersParts;
  readonly #open = new Map<string, VirtualCluster>();
  readonly #waking: WorkQueue;

  constructor(host: ControllerParts, parts: VirtualClustersParts) {
    this.#host = host;
    this.#parts = parts;
    this.#waking = new WorkQueue(host.agenda, (key) => this.#wake(key));
    host.store.onDidChange((event) => this.#observe(event));
  }

  /** Whether a vcluster's syncer, and what it depends on, is ready. */
  isUp(key: string): boolean {
    const [namespace = '', name = ''] = key.split('/');
    const { api } = this.#host;
    const pods = api.list(resources.pods, namespace);
    const serving = pods.some((pod) => isServing(pod) && syncerOf(pod) === key);
    return serving && partsAreReady(api, namespace, name);
  }

  /** The inside of a vcluster that is up, made if need be; undefined for one that is not. */
  open(key: string): VirtualCluster | undefined {
    const description = this.describe(key);
    if (!description || !this.isUp(key)) {
      return undefined;
    }
    const found = this.#open.get(key);
    if (found) {
      return found;
    }
    const { originals, authorities, random } = this.#parts;
    const made = new VirtualCluster(description, originals.of(key), {
      host: this.#host,
      describe: () => this.describe(key),
      target: () => this.#target(key),
      certificate: authorities.of(description.namespace, description.name).cert,
      random,
    });
    this.#open.set(key, made);
    originals.forget(key);
    return made;
  }

  /** Whether the inside of a vcluster has been made. */
  isOpen(key: string): boolean {
    return this.#open.has(key);
  }

  describe(key: string): Description | undefined {
    const [namespace = '', name = ''] = key.split('/');
    return describe(this.#host.api, namespace, name);
  }

  /** Puts a pod into a vcluster that is up, as if somebody had created it there. False where it is not. */
  admit(key: string, pod: KubeObject): boolean {
    const target = this.#target(key);
    const inside = this.#open.get(key);
    if (!target) {
      return false;
    }
    if (inside) {
      inside.api.seed(pod);
    } else {
      this.#parts.originals.remember(key, pod);
      const copy = hostObject(pod, target, this.#parts.random);
      if (copy) {
        this.#host.api.create(copy);
      }
    }
    return true;
  }

  #target(key: string): SyncTarget | undefined {
    const description = this.isUp(key) ? this.describe(key) : undefined;
    return description && syncTarget(this.#host.api, description);
  }

  #observe(event: StoreEvent): void {
    const { type, change, object, previous } = event;
    if (type.plural === 'pods') {
      this.#observePod(event);
    } else if (
      change === 'DELETED' &&
      ['statefulsets', 'deployments', 'persistentvolumeclaims'].includes(type.plural)
    ) {
      const { release = '', app } = (previous ?? object).metadata?.labels ?? {};
      if (release && (app === 'vcluster' || app === 'vcluster-etcd')) {
        this.#forgetDeleted(namespaceOf(object), release);
      }
    }
  }

  #observePod({ change, object, previous }: StoreEvent): void {
    const key = controlPlaneOf(object);
    const rose = change === 'MODIFIED' && isReady(object) && !(previous && isReady(previous));
    if (key !== undefined) {
      if (rose) {
        this.#waking.add(key, syncMs);
      }
      return;
    }
    const { labels, annotations } = object.metadata ?? {};
    const name = labels?.[marks.managedBy];
    if (name !== undefined && change === 'DELETED') {
      const vcluster = `${namespaceOf(object)}/${name}`;
      const [space = '', pod = ''] = [annotations?.[marks.objectNamespace], annotations?.[marks.objectName]];
      if (this.#parts.originals.replaces(vcluster, space, pod)) {
        this.#waking.add(vcluster, syncMs);
      }
    }
  }

  #wake(key: string): void {
    const inside = this.open(key);
    if (inside) {
      this.#keepKubeconfig(key);
      inside.resync();
    }
  }

  #keepKubeconfig(key: string): void {
    const { api } = this.#host;
    const description = this.describe(key);
    if (!description) {
      return;
    }
    const { namespace, name } = description;
    const service = api.find(resources.services, namespace, name);
    const wanted = kubeconfigSecret({ ...description, service }, this.#parts.authorities.of(namespace, name));
    const found = api.find(resources.secrets, namespace, nameOf(wanted));
    if (!found) {
      api.create(wanted);
    } else if (!sameJson(found['data'], wanted['data'])) {
      api.overwrite({ ...found, data: wanted['data'] });
    }
  }

  /** The data of a vcluster is gone with its workload and its volume, whichever goes last. */
  #forgetDeleted(namespace: string, name: string): void {
    const { api } = this.#host;
    const volumes = api
      .list(resources.persistentvolumeclaims, namespace)
      .some((claim) => [`data-${name}-0`, `data-${name}-etcd-0`].includes(nameOf(claim)));
    const key = `${namespace}/${name}`;
    if (!volumes && controlPlane(api, namespace, name).length === 0) {
      this.#open.get(key)?.dispose();
      this.#open.delete(key);
      this.#parts.originals.forget(key);
      this.#parts.authorities.forget(namespace, name);
    }
  }
}
