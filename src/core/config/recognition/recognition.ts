import { generationOfVersion } from '../../vcluster/generation.ts';
import type { Generation } from '../../vcluster/model.ts';
import { dig } from '../../vcluster/raw.ts';
import { type ConfigDocument, parseConfig } from '../document.ts';
import { NodeView } from '../nodeView.ts';
import { carriedBlocks, dependencyBlocks } from './carriers.ts';
import { areAllStrange, areMostlyKnown } from './rootKeys.ts';
import type { ValuesBlock } from './valuesBlock.ts';
import { chartVersion } from './version.ts';

/** What a file has to do with vclusters. */
export interface Recognised {
  /** `values`: the file is values. `carrier`: another object carries them. */
  readonly form: 'values' | 'carrier';
  /** By the keys of the values. */
  readonly generation: Generation;
  /** The values; one block that is the whole file for `values`. */
  readonly blocks: readonly ValuesBlock[];
}

/** File names that vcluster's documentation uses. */
const namePattern = /(^|[/\\.])vcluster\.ya?ml$/iu;
/** Names under which helm is given values; not enough by themselves. */
const valuesName = /(^|[/\\])[^/\\]*values[^/\\]*\.ya?ml$/iu;

function has(value: unknown, ...path: readonly string[]): boolean {
  return dig(value, ...path) !== undefined;
}

/** How many things in a file speak for the generation from 0.20 on. */
function currentSignals(value: unknown): number {
  return [
    has(value, 'controlPlane'),
    has(value, 'exportKubeConfig'),
    has(value, 'privateNodes'),
    has(value, 'sync', 'toHost') || has(value, 'sync', 'fromHost'),
    has(value, 'networking', 'replicateServices') ||
      has(value, 'networking', 'advanced') ||
      has(value, 'networking', 'resolveDNS'),
    has(value, 'policies', 'resourceQuota') ||
      has(value, 'policies', 'limitRange') ||
      has(value, 'policies', 'podSecurityStandard'),
    ['deploy', 'syncSettings', 'docker', 'proxy', 'denyProxyRequests', 'genericSync', 'multiNamespaceMode'].some(
      (key) => has(value, 'experimental', key),
    ),
    ['sleep', 'snapshots', 'deletion'].some((key) => has(value, key, 'auto')) ||
      has(value, 'sleepMode') ||
      has(value, 'external', 'platform'),
    has(value, 'integrations'),
  ].filter(Boolean).length;
}

const legacySync = [
  'services',
  'configmaps',
  'secrets',
  'ingresses',
  'persistentvolumes',
  'networkpolicies',
  'nodes',
  'serviceaccounts',
  'storageclasses',
];

/** How many things speak for the generation up to 0.19. */
function legacySignals(value: unknown): number {
  return [
    has(value, 'syncer'),
    has(value, 'mapServices'),
    has(value, 'isolation', 'enabled'),
    has(value, 'multiNamespaceMode'),
    has(value, 'enableHA'),
    has(value, 'vcluster', 'image') || has(value, 'vcluster', 'baseArgs') || has(value, 'vcluster', 'extraArgs'),
    has(value, 'etcd') && has(value, 'api'),
    legacySync.some((kind) => typeof dig(value, 'sync', kind) === 'object'),
    has(value, 'hostpathMapper') || has(value, 'fallbackHostDns') || has(value, 'proxyMetricsServer'),
  ].filter(Boolean).length;
}

/** Which generation the values that something carries belong to: by the chart beside them, else by their keys. */
export function generationOf({ text, chart }: ValuesBlock): Generation {
  return generationOfVersion(chartVersion(chart?.version)) ?? judge(parseConfig(text).value).generation;
}

/** Which generation values belong to, and how sure that is. */
function judge(value: unknown): { readonly generation: Generation; readonly signals: number } {
  const [current, legacy] = [currentSignals(value), legacySignals(value)];
  return legacy > current ? { generation: 'legacy', signals: legacy } : { generation: 'current', signals: current };
}

/**
 * Whether a YAML file is a vcluster.yaml or an old values.yaml, or carries one; undefined for everything else. A file that is named
 * as vcluster's documentation names it is one unless it is a Kubernetes object or has only keys of something else; one that helm would
 * be given needs a sign in it, one of another name two, and both must mostly have keys that are known.
 * @param path of the file, or its name
 * @param chartYaml the Chart.yaml beside it
 */
export function recognise(path: string, text: string, chartYaml?: string): Recognised | undefined {
  return recogniseDocument(path, parseConfig(text), chartYaml);
}

/** The same for a file that is parsed already. */
export function recogniseDocument(path: string, document: ConfigDocument, chartYaml?: string): Recognised | undefined {
  const blocks = document.documents.flatMap((one) => {
    const view = new NodeView(one, document.text);
    const depended = chartYaml === undefined ? [] : dependencyBlocks(view, document.text, chartYaml);
    return [...carriedBlocks(view, document.text), ...depended];
  });
  const [first] = blocks;
  if (first !== undefined) {
    return { form: 'carrier', generation: generationOf(first), blocks };
  }
  const { value } = document;
  if (has(value, 'apiVersion') && has(value, 'kind')) {
    return undefined;
  }
  const { generation, signals } = judge(value);
  const isNamed = namePattern.test(path);
  const needed = isNamed ? 0 : valuesName.test(path) ? 1 : 2;
  const isForeign = isNamed ? signals === 0 && areAllStrange(value) : !areMostlyKnown(value, generation);
  return signals < needed || isForeign
    ? undefined
    : { form: 'values', generation, blocks: [{ text: document.text, line: 0, indent: 0 }] };
}
