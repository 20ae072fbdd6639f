import { generationOfVersion } from '../vcluster/generation.ts';
import type { Generation } from '../vcluster/model.ts';
import { currentConfig } from './currentConfig.ts';
import type { Imports } from './imports.ts';
import { legacyConfig } from './legacyConfig.ts';
import type { LimitDefaults } from './limitRange.ts';
import type { RewriteOptions, Target } from './model.ts';
import type { Patch } from './patch.ts';

/** The container that writes /etc/hosts of pods with a subdomain. */
export interface HostsContainer {
  /** Where the image comes from unless the configuration names a registry for all images (since v0.27). */
  readonly registry?: string | undefined;
  readonly image: string;
  readonly resources: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What of a vcluster's configuration decides about rewriting. Everything that differs between the generations is decided here. */
export interface RewriteConfig {
  readonly target: Target;
  readonly generation: Generation;
  /** The minor version of vcluster 0, and what follows it; infinite for all later ones. */
  readonly minor: number;
  readonly patch: number;
  /** One host namespace for all, or one for each virtual namespace. */
  readonly namespaces: 'single' | 'multi';
  /** Where objects are put that do not get a host namespace of their own; that of the control plane if nothing else is said. */
  readonly workloadNamespace: string;
  readonly namespaceMappings: Readonly<Record<string, string>>;
  /**
   * What becomes of virtual namespaces without a mapping where there are several: a host namespace with a hashed name, a place
   * beside the control plane (since v0.26), or nothing.
   */
  readonly unmappedNamespaces: 'hashed' | 'shared' | 'unsynced';
  readonly namespaceLabels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Labels that the Pod Security Standard of the configuration puts on every virtual namespace. */
  readonly enforcedNamespaceLabels: Readonly<Record<string, string>>;
  /** Whether every label key is hashed (before v0.21), or four of vcluster's own only. */
  readonly hashedLabels: boolean;
  /** Label keys that are kept in spite of that. */
  readonly keptLabels: readonly string[];
  /** Whether host objects name their kind and their own name (since v0.21). */
  readonly hostMarks: boolean;
  readonly setOwner: boolean;
  readonly clusterDomain: string;
  /** Plural names of what is synced to the host, built-in kinds and `plural.group` of custom ones. */
  readonly toHost: ReadonlySet<string>;
  /** Plural names of what is mirrored from the host. */
  readonly fromHost: ReadonlySet<string>;
  /** What is brought in from the host under other names. */
  readonly imports: Imports;
  /** Of these, all objects are synced and not only those that something uses. */
  readonly all: ReadonlySet<string>;
  readonly workloadAccount?: string;
  /** What the configuration changes besides, by plural (since v0.21). */
  readonly patches: ReadonlyMap<string, readonly Patch[]>;
  /** Custom resources, as `plural.group`, that the generic sync of old versions exports. */
  readonly exported: ReadonlySet<string>;
  /** Those that it imports. */
  readonly imported: ReadonlySet<string>;
  /** What it changes on the way from the host. */
  readonly importPatches: ReadonlyMap<string, readonly Patch[]>;
  /** Whether Gateways that come from the host say themselves which virtual namespaces may attach routes. */
  readonly ownGatewayRoutes: boolean;
  /** Labels that the configuration gives the host's namespaces of this vcluster. */
  readonly extraNamespaceLabels: Readonly<Record<string, string>>;
  /** Undefined where hosts are not rewritten. */
  readonly hosts?: HostsContainer;
  readonly defaultRegistry: string;
  readonly hostPaths: boolean;
  /** Whether a real hostpath mapper runs, for which pods get the physical paths beside the virtual ones. */
  readonly hostPathMapper: boolean;
  readonly scheduler: boolean;
  /** Whether pods are told the address of a node that the vcluster made up (from v0.23 to v0.27, with a scheduler inside). */
  readonly nodeAddresses: boolean;
  /** Whether its workloads run on nodes of its own, so that nothing of them is on the host (since v0.26). */
  readonly privateNodes: boolean;
  readonly images: Readonly<Record<string, string>>;
  /** Tolerations that every pod gets, as `key=value:effect`. */
  readonly tolerations: readonly string[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly runtimeClass?: string;
  readonly priorityClass?: string;
  /** What a LimitRange in the host namespace gives pods; undefined where the chart makes none. */
  readonly limitRange?: LimitDefaults;
  /** Whether tokens of service accounts lie in Secrets instead of annotations. */
  readonly tokenSecrets: boolean;
}

/**
 * The configuration that decides about the rewriting of one vcluster. A version that cannot be read counts as the newest.
 * Values that are not of the right type count as left out.
 */
export function rewriteConfig(target: Target, options: RewriteOptions = {}): RewriteConfig {
  const generation = generationOfVersion(target.version) ?? 'current';
  const known = generationOfVersion(target.version) !== undefined;
  const [, zero, after = '0'] = /^v?0\.(\d+)(?:\.(\d+))?/u.exec(target.version) ?? [];
  const minor = known && zero !== undefined ? Number(zero) : Number.POSITIVE_INFINITY;
  const values = options.values ?? {};
  const { workloadNamespace, ...own } =
    generation === 'legacy' ? legacyConfig(values, minor) : currentConfig(values, minor);
  return {
    target,
    generation,
    minor,
    patch: Number.isFinite(minor) ? Number(after) : Number.POSITIVE_INFINITY,
    namespaceLabels: options.namespaceLabels ?? {},
    hashedLabels: minor < 21,
    hostMarks: minor >= 21,
    workloadNamespace: workloadNamespace ?? target.namespace,
    ...own,
  };
}
