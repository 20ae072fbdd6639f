import { OperationError } from '../base/operationError.ts';
import { type KubeObject, resources } from '../kube/resource.ts';
import type { Clock } from './agenda.ts';
import type { Api } from './api.ts';
import { Refusal } from './refusal.ts';
import { releaseOf, renderChart } from './release/chart.ts';
import { type HelmRelease, newestRelease, releaseSecret, releaseSecrets } from './release/helmRelease.ts';
import { checkChange, checkChart, checkNeighbours, refuse } from './release/refusals.ts';
import { type ChartInstance, valuesRecipe } from './release/valuesRecipe.ts';
import { servedObject } from './resolution.ts';
import { nameOf, namespaceOf, sameJson, withAt } from './tree.ts';

/** What is to be installed, and how its namespace is marked. */
export interface InstallRequest extends ChartInstance {
  /** Whether a namespace that has to be made is marked as made for it, as the CLI does; so it is when left out. */
  readonly createdNamespace?: boolean;
}

const createdMark = 'vcluster.loft.sh/created';

/**
 * What helm and the charts do, for a playground: makes, changes and takes away the objects of a vcluster and the Secrets of its
 * release. Each method settles when helm would, which is before the pods are ready. They reject with an OperationError
 * (`refused`, `invalid`, `gone`, `toolFailed`), and then nothing has been changed.
 */
export class Installer {
  readonly #api: Api;
  readonly #clock: Clock;

  constructor(api: Api, clock: Clock) {
    this.#api = api;
    this.#clock = clock;
  }

  /** Installs a chart as a new release; the namespace is made if need be. */
  async install(request: InstallRequest): Promise<HelmRelease> {
    const { name, namespace } = request;
    checkChart(request);
    if (releaseSecrets(this.#api, namespace, name).length > 0) {
      throw refuse(
        `There is a release ${name} in the namespace ${namespace} already. Upgrade it, or choose another name.`,
      );
    }
    checkNeighbours(this.#api, request);
    const now = this.#clock.now();
    const recipe = valuesRecipe(request);
    const chart = renderChart(recipe, now);
    const objects = [...chart.others, ...chart.workloads];
    this.#checkFree(objects);
    this.#makeNamespace(request);
    this.#attempt(objects);
    for (const object of objects) {
      this.#api.create(object);
    }
    for (const object of chart.leftovers.filter((one) => !this.#find(one))) {
      this.#api.create(object);
    }
    return this.#keep(releaseOf(recipe, chart, { revision: 1, firstDeployedAt: now, deployedAt: now }));
  }

  /** Gives a release other values, another version or both; what the values do not say goes back to the chart's defaults. */
  async upgrade(request: ChartInstance): Promise<HelmRelease> {
    const before = this.#release(request);
    checkChart(request);
    checkChange(before, request);
    const now = this.#clock.now();
    const recipe = valuesRecipe(request);
    const chart = renderChart(recipe, now);
    const objects = [...chart.others, ...chart.workloads];
    const { revision, firstDeployedAt } = before;
    const release = releaseOf(recipe, chart, { revision: revision + 1, firstDeployedAt, deployedAt: now });
    const changed = objects.map((object) => this.#changed(object, before));
    this.#attempt(changed);
    for (const object of changed) {
      this.#write(object, false);
    }
    const kept = new Set(objects.map(identity));
    this.#remove(before.objects.filter((object) => !kept.has(identity(object))));
    this.#supersede(before);
    return this.#keep(release);
  }

  /** Takes a release away: what its chart made, and its Secrets. Volumes and the namespace stay. */
  async uninstall({ name, namespace }: Pick<ChartInstance, 'name' | 'namespace'>): Promise<void> {
    const release = this.#release({ name, namespace });
    this.#remove([...release.objects].reverse());
    for (const secret of releaseSecrets(this.#api, namespace, name)) {
      this.#api.delete(resources.secrets, namespace, nameOf(secret));
    }
  }

  #release({ name, namespace }: Pick<ChartInstance, 'name' | 'namespace'>): HelmRelease {
    const release = newestRelease(this.#api, namespace, name);
    if (!release) {
      throw new OperationError('gone', `There is no release ${name} in the namespace ${namespace}. Create it first.`);
    }
    return release;
  }

  #find(object: KubeObject): KubeObject | undefined {
    return this.#api.find(servedObject(object), object.metadata?.namespace, nameOf(object));
  }

  /** As helm does, leaves alone what somebody else has made. */
  #checkFree(objects: readonly KubeObject[]): void {
    const taken = objects.find((object) => this.#find(object) !== undefined);
    if (taken) {
      const what = `${taken.kind} ${nameOf(taken)}`;
      throw refuse(`The ${what} is there already and belongs to no release. Remove it, or choose another name.`);
    }
  }

  #makeNamespace({ namespace: name, createdNamespace = true }: InstallRequest): void {
    const found = this.#api.find(resources.namespaces, undefined, name);
    if (found?.metadata?.deletionTimestamp) {
      throw refuse(`The namespace ${name} is being deleted. Wait until it is gone, or choose another one.`);
    }
    if (!found) {
      const annotations = createdNamespace ? { annotations: { [createdMark]: 'true' } } : {};
      this.#api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...annotations } });
    }
  }

  /** The object as it is to be: fields of the chart, and of the one that is there what somebody else has added to its metadata. */
  #changed(object: KubeObject, before: HelmRelease): KubeObject {
    const found = this.#find(object);
    if (!found) {
      return object;
    }
    const old = before.objects.find((one) => identity(one) === identity(object))?.metadata;
    const texts = (field: 'labels' | 'annotations') => {
      const gone = Object.keys(old?.[field] ?? {});
      const others = Object.entries(found.metadata?.[field] ?? {}).filter(([key]) => !gone.includes(key));
      return { ...Object.fromEntries(others), ...object.metadata?.[field] };
    };
    const [labels, annotations] = [texts('labels'), texts('annotations')];
    const { resourceVersion: _version, ...metadata } = found.metadata ?? {};
    const marked = { ...metadata, labels, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) };
    const kept = object.kind === 'StatefulSet' ? sameClaims(object, found, before) : object;
    return { ...kept, metadata: marked };
  }

  #write(object: KubeObject, dryRun: boolean): void {
    if (this.#find(object)) {
      this.#api.update(object, { dryRun });
    } else {
      this.#api.create(object, { dryRun });
    }
  }

  /** Asks the API about everything before anything is done. */
  #attempt(objects: readonly KubeObject[]): void {
    for (const object of objects) {
      try {
        this.#write(object, true);
      } catch (error) {
        const why = error instanceof Refusal ? error.message : String(error);
        throw new OperationError('toolFailed', `The ${object.kind} ${nameOf(object)} was refused: ${why}`, error);
      }
    }
  }

  #remove(objects: readonly KubeObject[]): void {
    for (const object of objects.filter((one) => this.#find(one))) {
      const type = servedObject(object);
      this.#api.delete(type, object.metadata?.namespace, nameOf(object), { propagationPolicy: 'Background' });
    }
  }

  #supersede(release: HelmRelease): void {
    const { data, metadata } = releaseSecret({ ...release, status: 'superseded' });
    const found = this.#api.find(resources.secrets, release.namespace, metadata?.name ?? '');
    if (found) {
      this.#api.overwrite({ ...found, data, metadata: { ...found.metadata, labels: metadata?.labels ?? {} } });
    }
  }

  #keep(release: HelmRelease): HelmRelease {
    this.#api.create(releaseSecret(release));
    return release;
  }
}

function identity(object: KubeObject): string {
  return `${object.kind}/${namespaceOf(object)}/${nameOf(object)}`;
}

/** The template of claims cannot change. One that the chart would make as before is left as the API keeps it. */
function sameClaims(object: KubeObject, found: KubeObject, before: HelmRelease): KubeObject {
  const claims = ['spec', 'volumeClaimTemplates'] as const;
  const of = (one: KubeObject | undefined) => (one?.['spec'] as Readonly<Record<string, unknown>>)?.[claims[1]];
  const old = before.objects.find((one) => identity(one) === identity(object));
  return sameJson(of(old), of(object)) ? withAt(object, claims, of(found)) : object;
}
