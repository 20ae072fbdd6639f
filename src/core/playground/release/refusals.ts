import { OperationError } from '../../base/operationError.ts';
import { resources } from '../../kube/resource.ts';
import type { Api } from '../api.ts';
import { generationOf } from '../fleet/recipe.ts';
import { at, numberAt, type Tree } from '../tree.ts';
import type { HelmRelease } from './helmRelease.ts';
import { type ChartInstance, chartNames, distroOf, valuesRecipe } from './valuesRecipe.ts';

/** The longest name of a release. */
const nameMax = 53;

/** What the present state of things does not allow. */
export function refuse(message: string): OperationError {
  return new OperationError('refused', message);
}

function invalid(message: string): OperationError {
  return new OperationError('invalid', message);
}

function minorOf(version: string): number {
  return Number(version.split('.')[1] ?? 0);
}

/** Throws when the chart or its values cannot be: what helm, the schema of the chart and the CLI refuse. */
export function checkChart({ name, chart, version, values }: ChartInstance): void {
  if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name) || name.length > nameMax) {
    throw invalid(`${name} is no name for a release: use up to ${nameMax} lower-case letters, digits and dashes.`);
  }
  if (!/^\d+\.\d+\.\d+/.test(version)) {
    throw invalid(`${version} is no version of a chart, such as 0.36.1.`);
  }
  if (!chartNames.includes(chart) || (chart !== 'vcluster' && generationOf(version) === 'current')) {
    throw invalid(`There is no chart ${chart} ${version}. From 0.20 on the only one is vcluster.`);
  }
  if (generationOf(version) === 'current') {
    checkStore(values);
  }
}

function checkStore(values: Tree): void {
  const store = at(values, 'controlPlane', 'backingStore');
  const on = (...path: readonly string[]) => at(store, ...path, 'enabled') === true;
  const stores = [
    on('database', 'embedded'),
    on('database', 'external'),
    on('etcd', 'embedded'),
    on('etcd', 'deploy'),
    on('etcd', 'external'),
  ];
  const [embedded, ...others] = stores;
  if (stores.filter(Boolean).length > 1) {
    throw invalid('Two backing stores are enabled. Keep one of them.');
  }
  const replicas = numberAt(values, 'controlPlane', 'statefulSet', 'highAvailability', 'replicas') ?? 1;
  if (replicas > 1 && (embedded || !others.some(Boolean))) {
    throw invalid('More than one replica needs another backing store than the embedded SQLite: choose etcd.');
  }
}

/** Throws when another vcluster is in the namespace, which the syncers from 0.25 on do not put up with. */
export function checkNeighbours(api: Api, { name, namespace, version }: ChartInstance): void {
  const neighbour = [resources.statefulsets, resources.deployments]
    .flatMap((type) => api.list(type, namespace))
    .map(({ metadata }) => metadata?.labels ?? {})
    .find(({ app, release }) => app === 'vcluster' && release !== undefined && release !== name);
  const strict = minorOf(version) >= 25 || minorOf(neighbour?.['chart']?.split('-').at(-1) ?? '') >= 25;
  if (neighbour && strict) {
    throw refuse(
      `The namespace ${namespace} has the vcluster ${neighbour['release']} already. Choose another namespace.`,
    );
  }
}

/** Throws when a vcluster cannot become what it is to be: another distro, generation or backing store. */
export function checkChange(before: HelmRelease, request: ChartInstance): void {
  const { chart, config } = before;
  const { version } = chart;
  const known = chartNames.find((name) => name === chart.name);
  if (known === undefined || distroOf(known, version) !== distroOf(request.chart, request.version)) {
    throw refuse(`The distro of a vcluster cannot change: ${request.name} is of the chart ${chart.name}.`);
  }
  if (minorOf(version) > minorOf(request.version)) {
    throw refuse(`${request.name} has version ${version} and cannot go back to ${request.version}.`);
  }
  const was = valuesRecipe({ ...request, chart: known, version, values: config });
  const wanted = valuesRecipe(request);
  if (
    was.deployedEtcd !== wanted.deployedEtcd ||
    was.externalStore !== wanted.externalStore ||
    at(config, 'controlPlane', 'backingStore', 'etcd', 'embedded', 'enabled') !==
      at(request.values, 'controlPlane', 'backingStore', 'etcd', 'embedded', 'enabled')
  ) {
    throw refuse(`The backing store of ${request.name} cannot change. Create another vcluster instead.`);
  }
}
