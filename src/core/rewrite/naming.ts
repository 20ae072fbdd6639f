import { createHash } from 'node:crypto';
import { clusterMarker, marks } from '../vcluster/marks.ts';
import { hostClusterName, hostLabelKey, hostName, hostNamespaceLabelKey, safeConcat } from '../vcluster/translate.ts';
import type { RewriteConfig } from './config.ts';

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

const releaseLabel = 'release';
const rootCertificate = 'kube-root-ca.crt';

/** Labels of vcluster's own, whose keys are hashed wherever an object already has them. */
const ownLabels: ReadonlySet<string> = new Set([
  releaseLabel,
  marks.virtualNamespace,
  marks.managedBy,
  'vcluster.loft.sh/controlled-by',
]);

/** The names, namespaces and label keys of one vcluster on its host. */
export class Naming {
  readonly #config: RewriteConfig;

  constructor(config: RewriteConfig) {
    this.#config = config;
  }

  get vcluster(): string {
    return this.#config.target.name;
  }

  /** The value of `managed-by` on objects at cluster scope. */
  get clusterMarker(): string {
    return clusterMarker(this.#config.workloadNamespace, this.vcluster);
  }

  /** The host's name of a namespaced object. */
  namespaced(name: string, namespace: string): string {
    return this.#isShared(namespace) ? hostName(name, namespace, this.vcluster) : name;
  }

  /** The host's name of a ConfigMap. A namespace of the host has a `kube-root-ca.crt` of its own. */
  configMap(name: string, namespace: string): string {
    const found = this.namespaced(name, namespace);
    return found === rootCertificate ? safeConcat('vcluster', found, 'x', this.vcluster) : found;
  }

  /** The host's name of an object at cluster scope. */
  cluster(name: string): string {
    return hostClusterName(name, this.#config.workloadNamespace, this.vcluster);
  }

  /** The host's name of claims of devices and their templates: `v` and 13 characters of a base36 hash (since v0.32). */
  short(name: string, namespace: string): string {
    if (!this.#isShared(namespace)) {
      return name;
    }
    const digest = createHash('sha256').update(`${name}-x-${namespace}-x-${this.vcluster}`).digest('hex');
    return `v${BigInt(`0x${digest}`).toString(36).slice(0, 13)}`;
  }

  /** The host namespace that the objects of a virtual one are in; undefined where the configuration leaves them unsynced. */
  hostNamespace(namespace: string): string | undefined {
    return this.#isShared(namespace) ? this.#config.workloadNamespace : this.twinNamespace(namespace);
  }

  /** The host namespace that stands for a virtual one alone; undefined where there is none. */
  twinNamespace(namespace: string): string | undefined {
    const { target, namespaces, namespaceMappings, unmappedNamespaces } = this.#config;
    if (namespaces === 'single') {
      return undefined;
    }
    const mapped = mappedNamespace(namespaceMappings, namespace, target.name);
    if (mapped !== undefined || unmappedNamespaces !== 'hashed') {
      return mapped;
    }
    return `vcluster-${shortHash(namespace)}-${shortHash(`${target.namespace}x${target.name}`)}`;
  }

  /** The key that a label of a namespaced object has on the host. With several host namespaces no other `release` is in the way. */
  labelKey(key: string): string {
    const { namespaces, hashedLabels } = this.#config;
    const isHashed =
      namespaces === 'single'
        ? hashedLabels || ownLabels.has(key)
        : !hashedLabels && ownLabels.has(key) && key !== releaseLabel;
    return isHashed ? hostLabelKey(key, this.vcluster) : key;
  }

  /** Whether a key is one that a label gets on the host: who brings such a label along loses it (since v0.21). */
  isHostLabelKey(key: string): boolean {
    return (
      !this.#config.hashedLabels &&
      key.startsWith('vcluster.loft.sh/label-') &&
      [...ownLabels].some((own) => this.labelKey(own) === key)
    );
  }

  /** The key that a label of an object at cluster scope has on the host. Since v0.21 it is that of any other object. */
  clusterLabelKey(key: string): string {
    return this.#config.hashedLabels
      ? hostLabelKey(key, `${this.#config.workloadNamespace}-x-${this.vcluster}`)
      : this.labelKey(key);
  }

  /** Whether a label is on the host under its own key besides the hashed one; `prefix/*` stands for all that begin so. */
  isKeptLabel(key: string): boolean {
    const { hashedLabels, keptLabels } = this.#config;
    return (
      hashedLabels &&
      keptLabels.some((kept) => (kept.endsWith('/*') ? key.startsWith(kept.slice(0, -1)) : kept === key))
    );
  }

  /** The key under which a host pod carries a label of its virtual namespace. */
  namespaceLabelKey(key: string): string {
    return hostNamespaceLabelKey(key, this.vcluster);
  }

  /** The service account of all pods where accounts are not synced. */
  get workloadAccount(): string {
    return this.#config.workloadAccount ?? safeConcat('vc-workload', this.vcluster);
  }

  /** Whether objects of a virtual namespace are together with those of others, so that their names get their origin added. */
  #isShared(namespace: string): boolean {
    const { namespaces, unmappedNamespaces } = this.#config;
    return namespaces === 'single' || (unmappedNamespaces === 'shared' && this.twinNamespace(namespace) === undefined);
  }
}

/** The host namespace that an explicit mapping gives: exact names first, then one `*` at the end of both sides (since v0.26). */
function mappedNamespace(
  mappings: Readonly<Record<string, string>>,
  namespace: string,
  vcluster: string,
): string | undefined {
  const fill = (text: string): string => text.replaceAll(/\$\{name\}/gu, () => vcluster);
  const filled = Object.entries(mappings).map(([from, to]) => [fill(from), fill(to)] as const);
  const exact = filled.find(([from]) => from === namespace);
  const prefix = ([from, to]: readonly [string, string]): boolean =>
    from.endsWith('*') && to.endsWith('*') && namespace.startsWith(from.slice(0, -1));
  const [from, to] = exact ?? filled.find(prefix) ?? [];
  if (from === undefined || to === undefined || from === namespace) {
    return to;
  }
  return `${to.slice(0, -1)}${namespace.slice(from.length - 1)}`;
}
