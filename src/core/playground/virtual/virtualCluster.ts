import type { Disposable } from '../../base/emitter.ts';
import { type KubeObject, resources } from '../../kube/resource.ts';
import { marks } from '../../vcluster/marks.ts';
import { hostName } from '../../vcluster/translate.ts';
import { Api } from '../api.ts';
import type { ControllerParts } from '../controllers/controller.ts';
import { DeploymentController } from '../controllers/deploymentController.ts';
import { EndpointController } from '../controllers/endpointController.ts';
import { GarbageCollector } from '../controllers/garbageCollector.ts';
import { NamespaceController } from '../controllers/namespaceController.ts';
import { ServiceAccountController } from '../controllers/serviceAccountController.ts';
import { StatefulSetController } from '../controllers/statefulSetController.ts';
import { virtualDns } from '../fleet/dns.ts';
import type { SyncTarget } from '../fleet/syncTarget.ts';
import type { Random } from '../random.ts';
import { servedObject } from '../resolution.ts';
import { withAccessVolume } from '../serviceAccountAdmission.ts';
import { Store } from '../store.ts';
import { nameOf, namespaceOf, textAt, withAt } from '../tree.ts';
import { adoptedPod } from './adoption.ts';
import { copiesStorageClasses, type Description, syncsIngresses } from './description.ts';
import { Mirror } from './mirror.ts';
import { RootCertificateController } from './rootCertificateController.ts';
import { standardRoles } from './standardRoles.ts';
import { SyncLoop } from './syncLoop.ts';
import { fromHost } from './upward.ts';

export interface VirtualClusterParts {
  readonly host: ControllerParts;
  /** Asked again each time, since an upgrade may change it. */
  readonly describe: () => Description | undefined;
  /** Undefined while no syncer runs. */
  readonly target: () => SyncTarget | undefined;
  /** PEM of the certificate of its authority. */
  readonly certificate: string;
  readonly random: Random;
}

const ownNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];
/** A virtual cluster is small, and so is what its watches may have missed. */
const historySize = 5000;

/** The inside of one vcluster: objects, the controllers that look after them, and the syncer. It never ends by itself. */
export class VirtualCluster implements Disposable {
  readonly store = new Store(historySize);
  readonly api: Api;
  readonly controllers: readonly object[];
  readonly #parts: VirtualClusterParts;
  readonly #loop: SyncLoop;
  readonly #mirror: Mirror;

  /** `originals` are the objects that it has from the beginning, beside what every cluster has. */
  constructor(description: Description, originals: readonly KubeObject[], parts: VirtualClusterParts) {
    const { host, target, random, certificate } = parts;
    const { name, namespace, generation, kubernetes } = description;
    this.#parts = parts;
    this.api = new Api(this.store, host.clock, (object) => withAccessVolume(object, random));
    const own: ControllerParts = { store: this.store, api: this.api, agenda: host.agenda, clock: host.clock };
    this.controllers = [
      new GarbageCollector(own),
      new NamespaceController(own),
      new StatefulSetController(own),
      new DeploymentController(own),
      new EndpointController(own),
      new ServiceAccountController(own),
      new RootCertificateController(own, certificate),
    ];
    this.#mirror = new Mirror({ host: host.api, inside: this.api, name, namespace, generation, kubernetes });
    this.#loop = new SyncLoop({
      host,
      inside: own,
      name,
      namespace,
      target,
      ingresses: () => syncsIngresses(parts.describe() ?? description),
      mirror: this.#mirror,
      agenda: host.agenda,
      random,
    });
    this.#furnish(description, originals);
  }

  /** What a syncer does when it starts: brings everything to the host that is not there, and takes away what is gone. */
  resync(): void {
    this.#keepApiService();
    this.#copyClasses(this.#parts.describe());
    this.#loop.resync();
  }

  /** The host's copy of a pod. */
  hostPod(pod: KubeObject): KubeObject | undefined {
    const target = this.#parts.target();
    const name = target && hostName(nameOf(pod), namespaceOf(pod), target.name);
    return target && this.#parts.host.api.find(resources.pods, target.namespace, name ?? '');
  }

  dispose(): void {
    this.#loop.dispose();
  }

  #furnish(description: Description, originals: readonly KubeObject[]): void {
    const spaces = new Set([...ownNamespaces, ...originals.map(namespaceOf).filter(Boolean)]);
    for (const name of spaces) {
      this.#place({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, description);
    }
    for (const role of standardRoles()) {
      this.#place(role, description);
    }
    this.#keepApiService(description.createdAt);
    this.#copyClasses(description);
    const known = new Set(
      originals.filter(({ kind }) => kind === 'Pod').map((pod) => this.#copyName(pod, description)),
    );
    const others = this.#copies(description).filter((copy) => !known.has(nameOf(copy)));
    for (const object of [...originals, ...others.map(adoptedPod)]) {
      this.#furnishWith(object, description);
    }
    if (!this.api.find(resources.deployments, 'kube-system', 'coredns')) {
      const { workloads, service } = virtualDns(description.generation === 'current', this.#parts.random);
      this.api.create(service);
      for (const workload of workloads.slice(0, 1)) {
        this.api.create(workload);
      }
    }
  }

  #copyClasses(description: Description | undefined): void {
    if (description && copiesStorageClasses(description)) {
      this.#mirror.copyStorageClasses();
    }
  }

  #furnishWith(object: KubeObject, description: Description): void {
    if (!this.api.find(resources.namespaces, undefined, namespaceOf(object))) {
      this.#place({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespaceOf(object) } }, description);
    }
    const type = servedObject(object);
    const copy = this.#parts.host.api.find(type, description.namespace, this.#copyName(object, description));
    // A pod that is not on the host is for its owner to make anew.
    if (copy || object.kind !== 'Pod') {
      const whole = copy ? fromHost(object, copy) : object;
      this.#place(copy ? dated(whole, copy) : whole, description);
      this.#mirror.follow(whole);
    }
  }

  #copyName(object: KubeObject, { name }: Description): string {
    return hostName(nameOf(object), namespaceOf(object), name);
  }

  /** The pods that the vcluster has on the host. */
  #copies({ name, namespace }: Description): readonly KubeObject[] {
    return this.#parts.host.api
      .list(resources.pods, namespace)
      .filter(({ metadata }) => metadata?.labels?.[marks.managedBy] === name);
  }

  #place(object: KubeObject, { createdAt }: Description): void {
    this.api.seed(dated(object, { metadata: createdAt ? { creationTimestamp: createdAt } : {} }));
  }

  /** The Service of its API has the address of its Service on the host. */
  #keepApiService(creationTimestamp = ''): void {
    const clusterIP = textAt(this.#parts.target()?.service, 'spec', 'clusterIP');
    const found = this.api.find(resources.services, 'default', 'kubernetes');
    if (clusterIP === undefined) {
      return;
    }
    if (found) {
      const addressed = withAt(withAt(found, ['spec', 'clusterIP'], clusterIP), ['spec', 'clusterIPs'], [clusterIP]);
      this.api.overwrite(addressed);
      return;
    }
    this.api.seed({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'kubernetes',
        namespace: 'default',
        labels: { component: 'apiserver', provider: 'kubernetes' },
        ...(creationTimestamp ? { creationTimestamp } : {}),
      },
      spec: { clusterIP, ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 8443 }] },
    });
  }
}

/** An object that is as old as another, unless it has an age of its own. */
function dated(object: KubeObject, other: KubeObject): KubeObject {
  const { creationTimestamp } = other.metadata ?? {};
  return creationTimestamp === undefined ? object : { ...object, metadata: { creationTimestamp, ...object.metadata } };
}
