import { type KubeObject, resources } from '../../kube/resource.ts';
import { hostName } from '../../vcluster/translate.ts';
import type { Api } from '../api.ts';
import { nameOf, namespaceOf, textAt, treeAt, withAt } from '../tree.ts';
import { currentControlPlane } from './currentGeneration.ts';
import { legacyControlPlane } from './legacy.ts';
import { generationOf, hasSyncedPods, isUp, type VClusterRecipe, type VirtualApp } from './recipe.ts';
import type { PodState, Seeder } from './seeder.ts';
import type { SyncTarget } from './syncedObject.ts';
import { hostObject } from './syncer.ts';
import { virtualDns, virtualObjects, virtualPod } from './workload.ts';

const dayMs = 86_400_000;

const podStates: Readonly<Partial<Record<VClusterRecipe['state'], PodState>>> = {
  pending: 'pending',
  crashing: 'crashing',
  'image-pull': 'image-pull',
};

/** Puts vclusters, with their control planes and what they have synced, into a store. */
export class VClusterSeeder {
  readonly #api: Api;
  readonly #seeder: Seeder;
  /** What was seeded, by `namespace/name`, for when it wakes up. */
  readonly #recipes = new Map<string, VClusterRecipe>();

  constructor(api: Api, seeder: Seeder) {
    this.#api = api;
    this.#seeder = seeder;
  }

  /** One vcluster as it is now. */
  seed(recipe: VClusterRecipe): void {
    this.#recipes.set(`${recipe.namespace}/${recipe.name}`, recipe);
    const ageMs = recipe.ageDays * dayMs;
    const current = generationOf(recipe.version) === 'current';
    this.#seeder.namespace(recipe.namespace, ageMs);
    const { workloads, others } = current
      ? currentControlPlane(recipe, this.#seeder.now)
      : legacyControlPlane(recipe, this.#seeder.now);
    const state = podStates[recipe.state] ?? 'running';
    for (const object of others) {
      this.#seeder.object(current ? this.#owned(object, recipe) : object, ageMs);
    }
    for (const workload of workloads) {
      this.#seeder.workload(workload, ageMs, state);
    }
    if (['running', 'workloads-sleeping', 'paused', 'sleeping'].includes(recipe.state)) {
      this.#seedSynced(recipe, ageMs);
    }
  }

  /** Creates anew the pods that run inside a vcluster of the fleet; its other synced objects have stayed. */
  revive(name: string, namespace: string): void {
    const { random } = this.#seeder;
    const recipe = this.#recipes.get(`${namespace}/${name}`);
    const target = recipe && this.target(name, namespace, recipe.version);
    if (!recipe || !target) {
      return;
    }
    const apps = recipe.state === 'workloads-sleeping' ? [] : recipe.apps;
    const pods = apps.flatMap((app) => virtualObjects(app, random).pods);
    for (const pod of [virtualDns(target.generation === 'current', random).pod, ...pods]) {
      this.#api.create(hostObject(pod, target, random));
    }
  }

  /**
   * The least of a vcluster that can be told from others: its workload, its Service, and the pods of its apps. All pods of an app
   * share their spec and status but for what names them.
   */
  seedLean(recipe: VClusterRecipe): void {
    const ageMs = recipe.ageDays * dayMs;
    const { workloads, others } = currentControlPlane(recipe, this.#seeder.now);
    this.#seeder.namespace(recipe.namespace, ageMs);
    for (const service of others.filter((object) => object.kind === 'Service' && nameOf(object) === recipe.name)) {
      this.#seeder.object(service, ageMs);
    }
    for (const workload of workloads) {
      this.#seeder.workload(withAt(workload, ['spec', 'volumeClaimTemplates'], undefined), ageMs);
    }
    const target = this.target(recipe.name, recipe.namespace, recipe.version);
    for (const app of target ? recipe.apps : []) {
      this.#seedAlike(app, target as SyncTarget, ageMs);
    }
  }

  #seedAlike(app: VirtualApp, target: SyncTarget, ageMs: number): void {
    const { random } = this.#seeder;
    const hash = random.letters(10);
    const first = this.#seeder.pod(hostObject(virtualPod(app, 0, random, hash), target, random), ageMs);
    for (let ordinal = 1; ordinal < app.replicas; ordinal += 1) {
      this.#api.seedWhole(
        renamed(first, `${app.name}-${hash}-${random.letters(5)}`, app.namespace, target, random.uuid(), random.uuid()),
      );
    }
  }

  /** The vcluster that objects are synced for; undefined when its Service is not there. */
  target(name: string, namespace: string, version: string): SyncTarget | undefined {
    const service = this.#api.find(resources.services, namespace, name);
    const dns = this.#api.find(resources.services, namespace, `kube-dns-x-kube-system-x-${name}`);
    const dnsIP = textAt(dns, 'spec', 'clusterIP') ?? '10.96.0.10';
    return service && { name, namespace, generation: generationOf(version), service, dnsIP };
  }

  /** The kubeconfig Secret of the current generation goes with the Service. */
  #owned(object: KubeObject, { name, namespace }: VClusterRecipe): KubeObject {
    const service = this.#api.find(resources.services, namespace, name);
    if (object.kind !== 'Secret' || nameOf(object) !== `vc-${name}` || !service) {
      return object;
    }
    const owner = { apiVersion: 'v1', controller: false, kind: 'Service', name, uid: service.metadata?.uid ?? '' };
    return { ...object, metadata: { ...object.metadata, ownerReferences: [owner] } };
  }

  #seedSynced(recipe: VClusterRecipe, ageMs: number): void {
    const { random } = this.#seeder;
    const before = this.target(recipe.name, recipe.namespace, recipe.version);
    if (!before) {
      return;
    }
    const dns = virtualDns(before.generation === 'current', random);
    this.#seeder.object(hostObject(dns.service, before, random), ageMs);
    const target = this.target(recipe.name, recipe.namespace, recipe.version) ?? before;
    const namespaces = [...new Set(['default', 'kube-system', ...recipe.apps.map(({ namespace }) => namespace)])];
    for (const namespace of namespaces) {
      this.#seeder.object(hostObject(rootCertificate(namespace, random.uuid()), target, random), ageMs);
    }
    // The DNS is part of the control plane: it runs on while the workloads sleep.
    if (isUp(recipe)) {
      this.#seeder.pod(hostObject(dns.pod, target, random), ageMs * 0.5);
    }
    for (const app of recipe.apps) {
      this.#seedApp(recipe, app, target, ageMs * 0.8);
    }
  }

  #seedApp(recipe: VClusterRecipe, app: VirtualApp, target: SyncTarget, ageMs: number): void {
    const { random } = this.#seeder;
    const { pods, others, claims } = virtualObjects(app, random);
    for (const object of others) {
      this.#seeder.object(hostObject(object, target, random), ageMs);
    }
    for (const { name, storage } of claims) {
      const virtual: KubeObject = {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name, namespace: app.namespace, uid: random.uuid() },
      };
      const host = hostObject(virtual, target, random);
      const { labels = {}, annotations = {}, ownerReferences = [] } = host.metadata ?? {};
      this.#seeder.claim(namespaceOf(host), nameOf(host), storage, ageMs, { labels, annotations, ownerReferences });
    }
    for (const pod of hasSyncedPods(recipe) ? pods : []) {
      this.#seeder.pod(hostObject(pod, target, random), ageMs * (0.2 + 0.6 * random.next()));
    }
  }
}

/** A copy of a synced pod under another virtual name. */
function renamed(
  pod: KubeObject,
  name: string,
  namespace: string,
  target: SyncTarget,
  uid: string,
  virtualUid: string,
): KubeObject {
  const host = hostName(name, namespace, target.name);
  const mark = (key: string, value: string) => [`vcluster.loft.sh/${key}`, value] as const;
  const marks = [
    mark('name', name),
    mark('object-name', name),
    mark('object-host-name', host),
    mark('uid', virtualUid),
    mark('object-uid', virtualUid),
  ];
  const annotations = { ...pod.metadata?.annotations, ...Object.fromEntries(marks) };
  return {
    ...pod,
    metadata: { ...pod.metadata, name: host, uid, annotations },
    spec: { ...treeAt(pod, 'spec'), hostname: name },
  };
}

function rootCertificate(namespace: string, uid: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'kube-root-ca.crt',
      namespace,
      uid,
      annotations: { 'kubernetes.io/description': 'Contains a CA bundle.' },
    },
    data: { 'ca.crt': 'playground' },
  };
}
