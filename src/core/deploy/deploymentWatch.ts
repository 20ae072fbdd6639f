import type { Disposable } from '../base/emitter.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { type KubeObject, type ResourceType, resources } from '../kube/resource.ts';
import { controlPlaneSelector } from '../lifecycle/workloads.ts';
import { createReflector } from '../reflector/liveReflector.ts';
import type { Reflector, ReflectorQuery } from '../reflector/reflector.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { marks } from '../vcluster/marks.ts';
import type { WorkloadKind } from '../vcluster/model.ts';
import { podStatus } from '../vcluster/podStatus.ts';
import { count, defined, dig, label, text } from '../vcluster/raw.ts';
import { controlPlaneRole } from '../vcluster/role.ts';
import { type WorkloadRecord, workloadProjection } from '../vcluster/workload.ts';
import type { DeployedPod, DeploymentView, PendingVolume } from './deploymentPhase.ts';
import { releaseSelector } from './release.ts';
import { projectWarning, type WarningEvent } from './warningEvent.ts';

/** What is watched must be seen for anything to be said at all. */
const hopeless = ['forbidden', 'unauthorized', 'credentials', 'kubeconfig', 'plugin'] as const;
/** Where this user may list but not watch. */
const pollMs = 2000;

function projectPod(pod: KubeObject): DeployedPod {
  const { phase, reason, message } = podStatus(pod);
  return defined<DeployedPod>({
    name: text(dig(pod, 'metadata', 'name')) ?? '',
    syncer: controlPlaneRole(label(pod, marks.app)) === 'syncer',
    ready: phase === 'running',
    trouble: phase === 'failing' || phase === 'pending',
    reason,
    message,
  });
}

function projectVolume(claim: KubeObject): (PendingVolume & { readonly pending: boolean }) | undefined {
  return defined<PendingVolume & { readonly pending: boolean }>({
    name: text(dig(claim, 'metadata', 'name')) ?? '',
    storageClass: text(dig(claim, 'spec', 'storageClassName')),
    pending: dig(claim, 'status', 'phase') !== 'Bound',
  });
}

const there = (): true => true;

/** A workload, and whether its controller is still at bringing its pods in step with it. */
interface DeployedWorkload extends WorkloadRecord {
  readonly rolling: boolean;
}

function isRolling(workload: KubeObject): boolean {
  const status = (key: string): number | undefined => count(dig(workload, 'status', key));
  const generation = count(dig(workload, 'metadata', 'generation')) ?? 0;
  const wanted = count(dig(workload, 'spec', 'replicas')) ?? 1;
  return (status('observedGeneration') ?? generation) < generation || (status('updatedReplicas') ?? wanted) < wanted;
}

function projectWorkload(kind: WorkloadKind): (object: KubeObject) => DeployedWorkload {
  const project = workloadProjection(kind);
  return (object) => ({ ...project(object), rolling: isRolling(object) });
}

/** Looks at everything that comes about while a vcluster is deployed, by watches that end with it. */
export class DeploymentWatch implements Disposable {
  readonly #client: KubeClient;
  readonly #address: VClusterAddress;
  readonly #since: number;
  readonly #changed: () => void;
  readonly #reflectors: Reflector<unknown>[] = [];
  readonly #namespaces: Reflector<true>;
  readonly #sets: Reflector<DeployedWorkload>;
  readonly #deployments: Reflector<DeployedWorkload>;
  readonly #pods: Reflector<DeployedPod>;
  readonly #volumes: Reflector<(PendingVolume & { readonly pending: boolean }) | undefined>;
  readonly #warnings: Reflector<WarningEvent>;
  readonly #releases: Reflector<true>;
  readonly #kubeconfigs: Reflector<true>;

  /** Events before `since` (milliseconds since the epoch) are those of an earlier vcluster. */
  constructor(client: KubeClient, address: VClusterAddress, since: number, changed: () => void) {
    this.#client = client;
    this.#address = address;
    this.#since = since;
    this.#changed = changed;
    const { name, namespace } = address;
    const labelSelector = controlPlaneSelector(name);
    const metadataOnly = true;
    const named = (one: string) => ({ fieldSelector: `metadata.name=${one}`, metadataOnly, project: there });
    this.#namespaces = this.#reflect({ type: resources.namespaces, ...named(namespace) });
    this.#sets = this.#own(resources.statefulsets, { labelSelector, project: projectWorkload('StatefulSet') });
    this.#deployments = this.#own(resources.deployments, { labelSelector, project: projectWorkload('Deployment') });
    this.#pods = this.#own(resources.pods, { labelSelector, project: projectPod });
    this.#volumes = this.#own(resources.persistentvolumeclaims, { project: projectVolume });
    this.#warnings = this.#own(resources.events, { fieldSelector: 'type=Warning', project: projectWarning });
    this.#releases = this.#own(resources.secrets, {
      labelSelector: releaseSelector(name),
      metadataOnly,
      project: there,
    });
    this.#kubeconfigs = this.#own(resources.secrets, named(`vc-${name}`));
  }

  /** What is there now; undefined while that is not known yet. Throws a KubeError that takes a person to repair. */
  get view(): DeploymentView | undefined {
    for (const { freshness } of [this.#sets, this.#deployments, this.#pods]) {
      if (freshness.state === 'stale' && KubeError.is(freshness.why, ...hopeless)) {
        throw freshness.why;
      }
    }
    if (!this.#reflectors.every((one) => one.synced || isHidden(one))) {
      return undefined;
    }
    const workloads = [...this.#sets.items.values(), ...this.#deployments.items.values()].filter(
      ({ release, terminating }) => release === this.#address.name && !terminating,
    );
    const failure = workloads.find((one) => one.failure !== undefined)?.failure;
    return defined<DeploymentView>({
      namespace: has(this.#namespaces),
      release: has(this.#releases),
      workloads: workloads.filter(({ role }) => role === 'syncer').length,
      rolling: workloads.some(({ rolling }) => rolling),
      workloadFailure: failure?.message ?? failure?.reason,
      pods: [...this.#pods.items.values()],
      pendingVolumes: this.#pendingVolumes(workloads),
      warnings: this.#recentWarnings(workloads),
      kubeconfig: has(this.#kubeconfigs),
    });
  }

  /** Why nothing new comes at the moment, if that is so. */
  get trouble(): KubeError | undefined {
    const stale = this.#reflectors.map(({ freshness }) => freshness).find(({ state }) => state === 'stale');
    return stale?.state === 'stale' && !KubeError.is(stale.why, 'forbidden') ? stale.why : undefined;
  }

  start(): void {
    for (const reflector of this.#reflectors) {
      reflector.onDidChange(this.#changed);
      reflector.start();
    }
  }

  dispose(): void {
    for (const reflector of this.#reflectors) {
      reflector.stop();
    }
  }

  #pendingVolumes(workloads: readonly WorkloadRecord[]): readonly PendingVolume[] {
    const sets = workloads.map(({ name }) => name);
    return [...this.#volumes.items.values()]
      .filter((one) => one !== undefined)
      .filter(({ name, pending }) => pending && sets.some((set) => ofSet(name, set)))
      .map(({ pending: _, ...volume }) => volume);
  }

  #recentWarnings(workloads: readonly WorkloadRecord[]): readonly WarningEvent[] {
    const pods = new Set([...this.#pods.items.values()].map(({ name }) => name));
    const sets = workloads.map(({ name }) => name);
    return [...this.#warnings.items.values()]
      .filter(({ at }) => at === undefined || at >= this.#since)
      .filter(
        ({ kind, name }) =>
          (kind === 'Pod' && pods.has(name)) ||
          (kind === 'PersistentVolumeClaim' && sets.some((set) => ofSet(name, set))) ||
          sets.some((set) => name === set || name.startsWith(`${set}-`)),
      )
      .toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0));
  }

  #own<T>(type: ResourceType, query: Omit<ReflectorQuery<T>, 'type' | 'namespace'>): Reflector<T> {
    return this.#reflect({ type, namespace: this.#address.namespace, ...query });
  }

  #reflect<T>(query: ReflectorQuery<T>): Reflector<T> {
    const reflector = createReflector(this.#client, query, { timings: { pollMs } });
    this.#reflectors.push(reflector);
    return reflector;
  }
}

/** Whether a claim is one of a StatefulSet's own: `TEMPLATE-SET-ORDINAL`. */
function ofSet(claim: string, set: string): boolean {
  return claim.replace(/-\d+$/u, '').endsWith(`-${set}`);
}

function isHidden({ freshness }: Reflector<unknown>): boolean {
  return freshness.state === 'stale' && freshness.why.kind === 'forbidden';
}

function has(reflector: Reflector<true>): boolean | undefined {
  return isHidden(reflector) ? undefined : reflector.items.size > 0;
}
