import { isMap, isSeq, type Node } from 'yaml';
import { text } from '../../vcluster/raw.ts';
import { parseConfig } from '../document.ts';
import type { NodeView } from '../nodeView.ts';
import { blockOf, type ValuesBlock } from './valuesBlock.ts';

const charts: ReadonlySet<string> = new Set([
  'vcluster',
  'vcluster-k8s',
  'vcluster-k0s',
  'vcluster-eks',
  'vcluster-pro',
]);

/** Walks the nodes of one document. */
class Walker {
  readonly #view: NodeView;

  constructor(view: NodeView) {
    this.#view = view;
  }

  get root(): Node | null {
    return this.#view.root;
  }

  at(node: Node | null, ...path: readonly string[]): Node | null {
    let found = this.#view.resolve(node);
    for (const key of path) {
      const entry = isMap(found) ? this.#view.entries(found).findLast((one) => one.key === key) : undefined;
      found = this.#view.resolve(entry?.value ?? null);
    }
    return found;
  }

  text(node: Node | null, ...path: readonly string[]): string | undefined {
    return text(this.#view.scalar(this.at(node, ...path)));
  }

  items(node: Node | null, ...path: readonly string[]): readonly (Node | null)[] {
    const found = this.at(node, ...path);
    return isSeq(found) ? found.items.map((one) => this.#view.resolve(one as Node)) : [];
  }
}

type Carrier = (walker: Walker, file: string) => readonly (ValuesBlock | undefined)[];

function chartOf(name: string | undefined, version: string | undefined): ValuesBlock['chart'] | undefined {
  const short = name?.split('/').at(-1);
  return short !== undefined && charts.has(short)
    ? { name: short, ...(version === undefined ? {} : { version }) }
    : undefined;
}

function argoSource(walker: Walker, source: Node | null, file: string): readonly (ValuesBlock | undefined)[] {
  const chart = chartOf(walker.text(source, 'chart'), walker.text(source, 'targetRevision'));
  return chart === undefined
    ? []
    : [
        blockOf(file, walker.at(source, 'helm', 'valuesObject'), chart),
        blockOf(file, walker.at(source, 'helm', 'values'), chart),
      ];
}

/** Application and ApplicationSet of Argo CD. */
const argo: Carrier = (walker, file) =>
  [walker.at(walker.root, 'spec'), walker.at(walker.root, 'spec', 'template', 'spec')].flatMap((spec) => [
    ...argoSource(walker, walker.at(spec, 'source'), file),
    ...walker.items(spec, 'sources').flatMap((source) => argoSource(walker, source, file)),
  ]);

/** HelmRelease of Flux. */
const flux: Carrier = (walker, file) => {
  const spec = walker.at(walker.root, 'spec');
  // A source of charts that is referred to has its version elsewhere.
  const chart =
    chartOf(walker.text(spec, 'chart', 'spec', 'chart'), walker.text(spec, 'chart', 'spec', 'version')) ??
    chartOf(walker.text(spec, 'chartRef', 'name'), undefined);
  return chart === undefined ? [] : [blockOf(file, walker.at(spec, 'values'), chart)];
};

function helmRelease(walker: Walker, release: Node | null, file: string): ValuesBlock | undefined {
  const chart = chartOf(walker.text(release, 'chart', 'name') ?? 'vcluster', walker.text(release, 'chart', 'version'));
  return blockOf(file, walker.at(release, 'values'), chart);
}

/** VCluster of Cluster API. */
const clusterApi: Carrier = (walker, file) => [
  helmRelease(walker, walker.at(walker.root, 'spec', 'helmRelease'), file),
];

/** VirtualClusterInstance and VirtualClusterTemplate of the platform. */
const platform: Carrier = (walker, file) => [
  helmRelease(walker, walker.at(walker.root, 'spec', 'template', 'helmRelease'), file),
  ...walker
    .items(walker.root, 'spec', 'versions')
    .map((version) => helmRelease(walker, walker.at(version, 'template', 'helmRelease'), file)),
];

/** HelmChart and HelmChartConfig of k3s. */
const helmChart: Carrier = (walker, file) => {
  const chart = chartOf(walker.text(walker.root, 'spec', 'chart'), walker.text(walker.root, 'spec', 'version'));
  return chart === undefined ? [] : [blockOf(file, walker.at(walker.root, 'spec', 'valuesContent'), chart)];
};

const carriers: readonly (readonly [group: RegExp, kind: RegExp, carrier: Carrier])[] = [
  [/^argoproj\.io\//u, /^Application(Set)?$/u, argo],
  [/^helm\.toolkit\.fluxcd\.io\//u, /^HelmRelease$/u, flux],
  [/^(infrastructure|controlplane)\.cluster\.x-k8s\.io\//u, /^VCluster$/u, clusterApi],
  [/^(management|storage)\.loft\.sh\//u, /^VirtualCluster(Instance|Template)$/u, platform],
  [/^helm\.cattle\.io\//u, /^HelmChart(Config)?$/u, helmChart],
];

/** The vcluster charts that a Chart.yaml depends on, by the key that their values stand under. */
function dependencies(chartYaml: string): ReadonlyMap<string, ValuesBlock['chart']> {
  const { view } = parseConfig(chartYaml);
  const walker = view && new Walker(view);
  const found = (walker?.items(walker.root, 'dependencies') ?? []).flatMap((dependency) => {
    const name = walker?.text(dependency, 'name');
    const chart = chartOf(name, walker?.text(dependency, 'version'));
    const key = walker?.text(dependency, 'alias') ?? name;
    return chart === undefined || key === undefined ? [] : [[key, chart] as const];
  });
  return new Map(found);
}

/** The values of vcluster charts in the values of a chart that depends on them. */
export function dependencyBlocks(view: NodeView, file: string, chartYaml: string): readonly ValuesBlock[] {
  const walker = new Walker(view);
  return [...dependencies(chartYaml)].flatMap(
    ([key, chart]) => blockOf(file, walker.at(walker.root, key), chart) ?? [],
  );
}

/** The values of vcluster charts inside a document of another kind, such as an Application of Argo CD. */
export function carriedBlocks(view: NodeView, file: string): readonly ValuesBlock[] {
  const walker = new Walker(view);
  const apiVersion = walker.text(walker.root, 'apiVersion') ?? '';
  const kind = walker.text(walker.root, 'kind') ?? '';
  const carrier = carriers.find(([group, name]) => group.test(apiVersion) && name.test(kind))?.[2];
  return (carrier?.(walker, file) ?? []).filter((block) => block !== undefined);
}
