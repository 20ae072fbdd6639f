import { type KubeObject, resources } from '../kube/resource.ts';
import type { Agenda } from './agenda.ts';
import type { Api } from './api.ts';
import type { Kubelet } from './controllers/kubelet.ts';
import { virtualObjects } from './fleet/workload.ts';
import { isReady } from './podPhase.ts';
import { podSummary } from './podStatus.ts';
import type { Random } from './random.ts';
import { nameOf, namespaceOf, numberAt, textAt } from './tree.ts';

/** What life works with. */
export interface LifeParts {
  readonly api: Api;
  readonly agenda: Agenda;
  readonly kubelet: Kubelet;
  /** Puts a pod into the vcluster `namespace/name`; false when that is not up. */
  readonly admit: (vcluster: string, pod: KubeObject) => boolean;
  readonly random: Random;
}

const visitor = 'batch-job';
/** As many stay; from then on one leaves for each that arrives. */
const mostVisitors = 3;

/** What one step of life did. */
export type Happening = 'crash' | 'unready' | 'ready' | 'arrived' | 'left' | 'scaled' | 'nothing';

/**
 * Slow change, so that "live" can be seen: crashing pods crash again, readiness flaps, pods come and go inside vclusters, an
 * ordinary workload is scaled. The same seed on the same fleet gives the same steps.
 */
export class Life {
  readonly #parts: LifeParts;
  #step = 0;
  #stop: () => void = () => undefined;

  constructor(parts: LifeParts) {
    this.#parts = parts;
  }

  /** A step every so many milliseconds, until `stop`. */
  start(everyMs: number): void {
    this.stop();
    this.#stop = this.#parts.agenda.every(everyMs, () => this.tick());
  }

  stop(): void {
    this.#stop();
  }

  /** One step now; steps of different kinds take turns. */
  tick(): Happening {
    const steps = [
      () => this.#arrive(),
      () => this.#crash(),
      () => this.#flap(),
      () => this.#leave(),
      () => this.#crash(),
      () => this.#scale(),
      () => this.#flap(),
    ];
    const step = steps[this.#step % steps.length];
    this.#step += 1;
    return step?.() ?? 'nothing';
  }

  #pods(fits: (pod: KubeObject) => boolean): readonly KubeObject[] {
    return this.#parts.api.list(resources.pods).filter((pod) => !pod.metadata?.deletionTimestamp && fits(pod));
  }

  #synced(pod: KubeObject): boolean {
    return pod.metadata?.labels?.['vcluster.loft.sh/managed-by'] !== undefined;
  }

  #crash(): Happening {
    const pod = this.#parts.random.pick(this.#pods((one) => podSummary(one).status === 'CrashLoopBackOff'));
    if (!pod) {
      return 'nothing';
    }
    this.#parts.kubelet.restart(pod);
    return 'crash';
  }

  #flap(): Happening {
    const unready = this.#pods((pod) => this.#synced(pod) && !isReady(pod) && podSummary(pod).status === 'Running')[0];
    if (unready) {
      this.#parts.kubelet.setReady(unready, true);
      return 'ready';
    }
    const pod = this.#parts.random.pick(this.#pods((one) => this.#synced(one) && isReady(one)));
    if (!pod) {
      return 'nothing';
    }
    this.#parts.kubelet.setReady(pod, false);
    return 'unready';
  }

  #visitors(): readonly KubeObject[] {
    return this.#pods(
      (pod) =>
        textAt(pod, 'metadata', 'annotations', 'vcluster.loft.sh/object-name')?.startsWith(`${visitor}-`) === true,
    );
  }

  /** A new pod in one of the running vclusters of the current generation, which starts as any pod does. */
  #arrive(): Happening {
    const { api, random, admit } = this.#parts;
    const sets = api
      .list(resources.statefulsets)
      .filter(
        (set) => set.metadata?.labels?.['app'] === 'vcluster' && (numberAt(set, 'status', 'readyReplicas') ?? 0) > 0,
      );
    const set = random.pick(sets);
    const app = {
      kind: 'Deployment',
      name: visitor,
      namespace: 'default',
      image: 'busybox:1.37',
      replicas: 1,
    } as const;
    const [pod] = virtualObjects(app, random).pods;
    const vcluster = `${namespaceOf(set ?? {})}/${set?.metadata?.labels?.['release']}`;
    return pod && admit(vcluster, pod) ? 'arrived' : 'nothing';
  }

  #leave(): Happening {
    const pod = this.#visitors()[0];
    if (!pod || this.#visitors().length < mostVisitors) {
      return 'nothing';
    }
    this.#parts.api.delete(resources.pods, namespaceOf(pod), nameOf(pod));
    return 'left';
  }

  #scale(): Happening {
    const website = this.#parts.api.find(resources.deployments, 'website', 'website');
    if (!website) {
      return 'nothing';
    }
    const replicas = (numberAt(website, 'spec', 'replicas') ?? 2) === 2 ? 3 : 2;
    this.#parts.api.patch(resources.deployments, 'website', 'website', { spec: { replicas } });
    return 'scaled';
  }
}
