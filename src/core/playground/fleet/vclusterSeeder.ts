import { type KubeObject, resources } from '../../kube/resource.ts';
import type { Api } from '../api.ts';
import { releaseOf, renderChart } from '../release/chart.ts';
import { recipeValues } from '../release/chartValues.ts';
import { releaseSecret } from '../release/helmRelease.ts';
import { kubeTime, nameOf, namespaceOf, type Tree, withAt } from '../tree.ts';
import type { Authorities } from '../virtual/authority.ts';
import { kubeconfigSecret } from '../virtual/kubeconfigSecret.ts';
import type { Originals } from '../virtual/originals.ts';
import { syncTarget } from '../virtual/target.ts';
import { virtualDns } from './dns.ts';
import { renamed } from './likePod.ts';
import { generationOf, hasSyncedPods, isUp, type VClusterRecipe, type VirtualApp } from './recipe.ts';
import type { PodState, Seeder } from './seeder.ts';
import { hostObject } from './syncer.ts';
import type { SyncTarget } from './syncTarget.ts';
import { virtualObjects } from './workload.ts';

const dayMs = 86_400_000;

const podStates: Readonly<Partial<Record<VClusterRecipe['state'], PodState>>> = {
  pending: 'pending',
  crashing: 'crashing',
  'image-pull': 'image-pull',
};

/** What is seeded from the beginning, and kept for when somebody looks into it. */
export interface SeededParts {
  readonly originals: Originals;
  readonly authorities: Authorities;
}

/** Puts vclusters, with their control planes and what they have synced, into a store. */
export class VClusterSeeder {
  readonly #api: Api;
  readonly #seeder: Seeder;
  readonly #parts: SeededParts;

  constructor(api: Api, seeder: Seeder, parts: SeededParts) {
    this.#api = api;
    this.#seeder = seeder;
    this.#parts = parts;
  }

  /** One vcluster as it is now. */
  seed(recipe: VClusterRecipe): void {
    const ageMs = recipe.ageDays * dayMs;
    const deployedAt = this.#seeder.now - ageMs;
    this.#seeder.namespace(recipe.namespace, ageMs);
    const chart = renderChart(recipe, this.#seeder.now);
    // The release knows nothing of what has become of it since.
    const deployed = renderChart({ ...recipe, state: 'running' }, this.#seeder.now);
    const release = releaseOf(recipe, deployed, { revision: 1, firstDeployedAt: deployedAt, deployedAt });
    for (const object of [releaseSecret(release), ...chart.others, ...chart.leftovers]) {
      this.#seeder.object(object, ageMs);
    }
    for (const workload of chart.workloads) {
      this.#seeder.workload(workload, ageMs, podStates[recipe.state] ?? 'running');
    }
    if (recipe.state !== 'pending' && recipe.state !== 'image-pull') {
      this.#seedKubeconfig(recipe, release.config, ageMs);
    }
    this.#seedInside(recipe, ageMs);
  }

  /**
   * The least of a vcluster that can be told from others: its workload, its Service, and the pods of its apps. All pods of an app
   * share their spec and status but for what names them.
   */
  seedLean(recipe: VClusterRecipe): void {
    const ageMs = recipe.ageDays * dayMs;
    const { workloads, others } = renderChart(recipe, this.#seeder.now);
    this.#seeder.namespace(recipe.namespace, ageMs);
    for (const service of others.filter((object) => object.kind === 'Service' && nameOf(object) === recipe.name)) {
      this.#seeder.object(service, ageMs);
    }
    for (const workload of workloads) {
      this.#seeder.workload(withAt(workload, ['spec', 'volumeClaimTemplates'], undefined), ageMs);
    }
    const target = syncTarget(this.#api, identityOf(recipe));
    for (const app of target ? recipe.apps : []) {
      this.#seedAlike(app, target as SyncTarget, ageMs);
    }
  }

  #seedAlike(app: VirtualApp, target: SyncTarget, ageMs: number): void {
    const { random } = this.#seeder;
    const [first, ...others] = virtualObjects(app, random).pods;
    if (!first) {
      return;
    }
    const written = hostObject(first, target, random);
    if (written === undefined) {
      return;
    }
    const copy = this.#seeder.pod(written, ageMs);
    for (const pod of others) {
      this.#api.seedWhole(renamed(copy, nameOf(pod), app.namespace, target, random.uuid(), random.uuid()));
    }
  }

  /** The Secret that a syncer writes once its vcluster is up for the first time. */
  #seedKubeconfig(recipe: VClusterRecipe, values: Tree, ageMs: number): void {
    const { name, namespace, version } = recipe;
    const service = this.#api.find(resources.services, namespace, name);
    const target = { name, namespace, generation: generationOf(version), values, service };
    this.#seeder.object(kubeconfigSecret(target, this.#parts.authorities.of(namespace, name)), ageMs);
  }

  /** What is inside, and its copies on the host where it has run already. */
  #seedInside(recipe: VClusterRecipe, ageMs: number): void {
    const { random } = this.#seeder;
    const identity = identityOf(recipe);
    const before = syncTarget(this.#api, identity);
    if (!before) {
      return;
    }
    const synced = ['running', 'workloads-sleeping', 'paused', 'sleeping'].includes(recipe.state);
    const dns = virtualDns(before.generation === 'current', random);
    this.#put(recipe, dns.service, synced ? before : undefined, ageMs);
    const target = syncTarget(this.#api, identity) ?? before;
    const copied = synced ? target : undefined;
    for (const namespace of new Set(['kube-system', ...recipe.apps.map((app) => app.namespace)])) {
      const { cert } = this.#parts.authorities.of(recipe.namespace, recipe.name);
      this.#put(recipe, rootCertificate(namespace, cert, random.uuid()), copied, ageMs);
    }
    this.#remember(recipe, dns.workloads, ageMs);
    // The DNS is part of the control plane: it runs on while the workloads sleep.
    if (synced && isUp(recipe)) {
      this.#putPods(recipe, dns.pods, target, ageMs * 0.5);
    }
    for (const app of recipe.apps) {
      this.#seedApp(recipe, app, target, copied, ageMs * 0.8);
    }
  }

  #seedApp(
    recipe: VClusterRecipe,
    app: VirtualApp,
    target: SyncTarget,
    copied: SyncTarget | undefined,
    ageMs: number,
  ): void {
    const { random } = this.#seeder;
    const { workloads, pods, others, claims } = virtualObjects(app, random, recipe.state === 'workloads-sleeping');
    this.#remember(recipe, workloads, ageMs);
    for (const object of others) {
      this.#put(recipe, object, copied, ageMs);
    }
    for (const claim of claims) {
      this.#remember(recipe, [claim], ageMs);
      if (copied) {
        const host = hostObject(claim, copied, random) ?? claim;
        const { labels = {}, annotations = {}, ownerReferences = [] } = host.metadata ?? {};
        const metadata = { labels, annotations, ownerReferences };
        this.#seeder.claim(namespaceOf(host), nameOf(host), app.storage ?? '', ageMs, metadata);
      }
    }
    if (hasSyncedPods(recipe)) {
      this.#putPods(recipe, pods, target, ageMs * (0.2 + 0.6 * random.next()));
    }
  }

  /** A virtual object, and its copy on the host if that is there. */
  #put(recipe: VClusterRecipe, virtual: KubeObject, copied: SyncTarget | undefined, ageMs: number): void {
    this.#remember(recipe, [virtual], ageMs);
    const copy = copied && hostObject(virtual, copied, this.#seeder.random);
    if (copy) {
      this.#seeder.object(copy, ageMs);
    }
  }

  #putPods(recipe: VClusterRecipe, pods: readonly KubeObject[], target: SyncTarget, ageMs: number): void {
    this.#remember(recipe, pods, ageMs);
    for (const pod of pods) {
      const copy = hostObject(pod, target, this.#seeder.random);
      if (copy) {
        this.#seeder.pod(copy, ageMs);
      }
    }
  }

  #remember({ namespace, name }: VClusterRecipe, objects: readonly KubeObject[], ageMs: number): void {
    const creationTimestamp = kubeTime(this.#seeder.now - ageMs);
    for (const object of objects) {
      const dated = { ...object, metadata: { creationTimestamp, ...object.metadata } };
      this.#parts.originals.remember(`${namespace}/${name}`, dated);
    }
  }
}

function identityOf(recipe: VClusterRecipe): Omit<SyncTarget, 'service' | 'dnsIP'> {
  const { name, namespace, version } = recipe;
  const generation = generationOf(version);
  return { name, namespace, version, generation, values: recipeValues(recipe, generation === 'legacy') };
}

function rootCertificate(namespace: string, certificate: string, uid: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'kube-root-ca.crt',
      namespace,
      uid,
      annotations: { 'kubernetes.io/description': 'Contains a CA bundle.' },
    },
    data: { 'ca.crt': certificate },
  };
}
