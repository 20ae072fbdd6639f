import { gunzipSync, gzipSync } from 'node:zlib';
import { type KubeObject, resources } from '../../kube/resource.ts';
import type { Api } from '../api.ts';
import { isTree, kubeTime, nameOf, type Tree, textAt, treeAt } from '../tree.ts';

/** One revision of a release, as helm keeps it. */
export interface HelmRelease {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: 'deployed' | 'superseded' | 'failed' | 'uninstalled';
  readonly chart: { readonly name: string; readonly version: string };
  /** What was given, without the defaults of the chart. */
  readonly config: Tree;
  /** The defaults of the chart. */
  readonly defaults: Tree;
  /** What the chart made. */
  readonly objects: readonly KubeObject[];
  /** Milliseconds since the epoch. */
  readonly firstDeployedAt: number;
  readonly deployedAt: number;
}

const secretType = 'helm.sh/release.v1';
const start = '---\n# Source: ';
const descriptions = {
  deployed: 'complete',
  superseded: 'complete',
  failed: 'failed',
  uninstalled: 'Uninstallation complete',
} as const;

/** The manifest of a release: JSON, which is YAML too, one document a line. */
function manifestOf({ chart, objects }: HelmRelease): string {
  return objects
    .map((object) => `${start}${chart.name}/templates/${object.kind?.toLowerCase()}.yaml\n${JSON.stringify(object)}\n`)
    .join('');
}

function objectsOf(manifest: string): readonly KubeObject[] {
  return manifest
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as KubeObject);
}

/** The Secret in which helm 3 keeps a revision: gzipped JSON in base64, and that in Kubernetes' own base64. */
export function releaseSecret(release: HelmRelease): KubeObject {
  const { name, namespace, revision, status, chart } = release;
  const verb = revision === 1 ? 'Install' : 'Upgrade';
  const content = {
    name,
    namespace,
    version: revision,
    info: {
      first_deployed: kubeTime(release.firstDeployedAt),
      last_deployed: kubeTime(release.deployedAt),
      deleted: '',
      description: status === 'uninstalled' ? descriptions.uninstalled : `${verb} ${descriptions[status]}`,
      status,
    },
    chart: {
      metadata: { ...chart, apiVersion: 'v2', appVersion: chart.version, description: 'vcluster', type: 'application' },
      lock: null,
      templates: [],
      values: release.defaults,
      schema: null,
      files: [],
    },
    config: release.config,
    manifest: manifestOf(release),
  };
  const packed = gzipSync(JSON.stringify(content), { level: 1 }).toString('base64');
  const modifiedAt = String(Math.floor(release.deployedAt / 1000));
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `sh.helm.release.v1.${name}.v${revision}`,
      namespace,
      labels: { modifiedAt, name, owner: 'helm', status, version: String(revision) },
    },
    type: secretType,
    data: { release: Buffer.from(packed).toString('base64') },
  };
}

function read(secret: KubeObject): HelmRelease | undefined {
  try {
    const inner = Buffer.from(Buffer.from(textAt(secret, 'data', 'release') ?? '', 'base64').toString(), 'base64');
    const content: unknown = JSON.parse(gunzipSync(inner).toString());
    const time = (field: string) => Date.parse(textAt(content, 'info', field) ?? '') || 0;
    return {
      name: textAt(content, 'name') ?? '',
      namespace: textAt(content, 'namespace') ?? '',
      revision: Number(secret.metadata?.labels?.['version'] ?? 0),
      status: secret.metadata?.labels?.['status'] as HelmRelease['status'],
      chart: {
        name: textAt(content, 'chart', 'metadata', 'name') ?? '',
        version: textAt(content, 'chart', 'metadata', 'version') ?? '',
      },
      config: treeAt(content, 'config'),
      defaults: treeAt(content, 'chart', 'values'),
      objects: objectsOf(textAt(content, 'manifest') ?? '').filter(isTree),
      firstDeployedAt: time('first_deployed'),
      deployedAt: time('last_deployed'),
    };
  } catch {
    return undefined;
  }
}

/** The Secrets of a release, the newest revision first. */
export function releaseSecrets(api: Api, namespace: string, name: string): readonly KubeObject[] {
  const revision = (secret: KubeObject) => Number(secret.metadata?.labels?.['version'] ?? 0);
  return api
    .list(resources.secrets, namespace)
    .filter(({ metadata }) => metadata?.labels?.['owner'] === 'helm' && metadata.labels['name'] === name)
    .toSorted((a, b) => revision(b) - revision(a));
}

/** The newest revision of a release, whoever wrote it; undefined where there is none that can be read. */
export function newestRelease(api: Api, namespace: string, name: string): HelmRelease | undefined {
  const [newest] = releaseSecrets(api, namespace, name);
  return newest && nameOf(newest).startsWith('sh.helm.release.v1.') ? read(newest) : undefined;
}
