import { dig, text } from '../vcluster/raw.ts';
import type { RewriteConfig } from './config.ts';
import { exportedKinds, exportPatches, importChanges, importedKinds } from './genericSync.ts';
import { limitDefaults } from './limitRange.ts';
import { plainYaml } from './plainYaml.ts';

/** What values.yaml decides; the rest of a configuration follows from the version. */
export type ValuesConfig = Omit<
  RewriteConfig,
  'target' | 'generation' | 'minor' | 'patch' | 'namespaceLabels' | 'hashedLabels' | 'hostMarks' | 'workloadNamespace'
> & { readonly workloadNamespace: string | undefined };

/** The first minor version that redirects paths of the host always, and mounts the real ones besides only when asked to. */
const redirectsAlways = 16;

const onByDefault: ReadonlySet<string> = new Set([
  'pods',
  'services',
  'configmaps',
  'secrets',
  'endpoints',
  'persistentvolumeclaims',
]);

const switchable = [
  'pods',
  'services',
  'configmaps',
  'secrets',
  'endpoints',
  'persistentvolumeclaims',
  'ingresses',
  'persistentvolumes',
  'storageclasses',
  'networkpolicies',
  'volumesnapshots',
  'poddisruptionbudgets',
  'priorityclasses',
  'serviceaccounts',
] as const;

/** What comes from the host, by the name that the syncer has for it. */
const mirrored: Readonly<Record<string, string>> = {
  nodes: 'nodes',
  hoststorageclasses: 'storageclasses',
  'legacy-storageclasses': 'storageclasses',
  ingressclasses: 'ingressclasses',
  volumesnapshotclasses: 'volumesnapshotclasses',
  csinodes: 'csinodes',
  csidrivers: 'csidrivers',
  csistoragecapacities: 'csistoragecapacities',
};

/** What the syncer turns on by itself: Ingresses need their classes, and a scheduler what it schedules by. */
function required(toHost: ReadonlySet<string>, scheduler: boolean): readonly string[] {
  const storage = scheduler && toHost.has('persistentvolumeclaims');
  return [
    ...(toHost.has('ingresses') ? ['ingressclasses'] : []),
    ...(toHost.has('volumesnapshots') ? ['volumesnapshotclasses'] : []),
    ...(storage ? ['csinodes', 'csidrivers', 'csistoragecapacities'] : []),
    ...(storage && !toHost.has('storageclasses') ? ['hoststorageclasses'] : []),
  ];
}

/** The labels that a Pod Security Standard puts on every virtual namespace (seen with 0.14.2 and 0.36.1). */
export function podSecurityLabels(standard: unknown): Readonly<Record<string, string>> {
  const level = text(standard);
  if (level === undefined) {
    return {};
  }
  const key = 'pod-security.kubernetes.io/';
  return {
    [`${key}enforce`]: level,
    [`${key}enforce-version`]: 'latest',
    [`${key}warn`]: level,
    [`${key}warn-version`]: 'latest',
  };
}

/** The flags of the syncer in `syncer.extraArgs`, as a map from name to what was given, in order. */
function extraFlags(values: object): ReadonlyMap<string, readonly string[]> {
  const flags = new Map<string, string[]>();
  const args = dig(values, 'syncer', 'extraArgs');
  for (const argument of Array.isArray(args) ? args : []) {
    const [, name, value] = /^--([\w-]+)(?:=(.*))?$/su.exec(String(argument)) ?? [];
    if (name !== undefined) {
      flags.set(name, [...(flags.get(name) ?? []), value ?? 'true']);
    }
  }
  return flags;
}

function pairs(entries: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries
      .flatMap((entry) => entry.split(','))
      .filter((entry) => entry.includes('='))
      .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
}

/** The labels of a selector such as `disk=ssd, zone==a`, of which nothing but equality can be enforced. */
function selectorLabels(selector: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    selector.split(',').flatMap((part) => {
      const [, key, value] = /^\s*([^\s=!]+)\s*==?\s*([^\s=]*)\s*$/u.exec(part) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value]];
    }),
  );
}

/** What a values.yaml of charts up to 0.19 decides. Flags in `syncer.extraArgs` win, as they come last on the command line. */
export function legacyConfig(values: object, minor: number): ValuesConfig {
  const flags = extraFlags(values);
  const last = (name: string): string | undefined => flags.get(name)?.at(-1);
  const on = (name: string, otherwise: boolean): boolean => (last(name) ?? String(otherwise)) === 'true';
  const enabled = (kind: string): boolean => {
    const given = dig(values, 'sync', kind, 'enabled');
    return typeof given === 'boolean' ? given : onByDefault.has(kind);
  };
  const multi = dig(values, 'multiNamespaceMode', 'enabled') === true || on('multi-namespace-mode', false);
  const scheduler = dig(values, 'sync', 'nodes', 'enableScheduler') === true || on('enable-scheduler', false);
  const toHost = new Set<string>(switchable.filter(enabled));
  if (scheduler) {
    toHost.add('persistentvolumes');
  }
  if (multi) {
    toHost.add('namespaces').delete('networkpolicies');
  }
  const fromHost = new Set(Object.keys(mirrored).filter(enabled));
  for (const change of (flags.get('sync') ?? []).flatMap((list) => list.split(',')).map((one) => one.trim())) {
    const name = change.replace(/^[+-]/u, '');
    const set = Object.hasOwn(mirrored, name) ? fromHost : toHost;
    change.startsWith('-') ? set.delete(name) : set.add(name);
  }
  if (toHost.has('volumesnapshots')) {
    toHost.add('volumesnapshotcontents');
  }
  for (const name of required(toHost, scheduler)) {
    fromHost.add(name);
  }
  const all = ['configmaps', 'secrets'].filter(
    (kind) => dig(values, 'sync', kind, 'all') === true || on(`sync-all-${kind}`, false),
  );
  const registry = text(dig(values, 'defaultImageRegistry')) ?? last('default-image-registry') ?? '';
  const nodeSelector = last('node-selector') ?? text(dig(values, 'sync', 'nodes', 'nodeSelector'));
  const account = last('service-account');
  const mapper = dig(values, 'hostpathMapper', 'enabled') === true;
  const hostPaths = minor >= redirectsAlways || mapper || on('rewrite-host-paths', false);
  const generic = plainYaml(text(dig(values, 'sync', 'generic', 'config'), 1_000_000) ?? '');
  return {
    namespaces: multi ? 'multi' : 'single',
    workloadNamespace: multi ? undefined : text(last('target-namespace')),
    namespaceMappings: {},
    unmappedNamespaces: 'hashed',
    enforcedNamespaceLabels: podSecurityLabels(
      last('enforce-pod-security-standard') ??
        (dig(values, 'isolation', 'enabled') === true
          ? (dig(values, 'isolation', 'podSecurityStandard') ?? 'baseline')
          : undefined),
    ),
    keptLabels: (flags.get('sync-labels') ?? []).flatMap((list) => list.split(',')),
    setOwner: on('set-owner', true),
    clusterDomain:
      last('cluster-domain') ?? text(dig(values, 'networking', 'advanced', 'clusterDomain')) ?? 'cluster.local',
    toHost: new Set([...toHost, ...exportedKinds(generic)]),
    fromHost: new Set([...fromHost].map((name) => mirrored[name] ?? name)),
    // Up to v0.15 the syncer of Ingresses keeps that of Secrets from doing so.
    all: new Set(all.filter((kind) => !(kind === 'secrets' && minor < 16 && toHost.has('ingresses')))),
    ...(account === undefined ? {} : { workloadAccount: account }),
    ...(on('override-hosts', true)
      ? {
          hosts: {
            image: last('override-hosts-container-image') ?? 'library/alpine:3.13.1',
            resources: { limits: { cpu: '30m', memory: '64Mi' }, requests: { cpu: '10m', memory: '32Mi' } },
          },
        }
      : {}),
    defaultRegistry: registry,
    hostPaths,
    hostPathMapper: minor >= redirectsAlways ? mapper || on('mount-physical-host-paths', false) : hostPaths,
    scheduler,
    nodeAddresses: false,
    privateNodes: false,
    imports: new Map(),
    patches: exportPatches(generic),
    exported: new Set(exportedKinds(generic)),
    imported: new Set(importedKinds(generic, multi ? 'multi' : 'single')),
    importPatches: importChanges(generic),
    ownGatewayRoutes: false,
    extraNamespaceLabels: pairs(flags.get('namespace-labels') ?? []),
    images: pairs(flags.get('translate-image') ?? []),
    tolerations: flags.get('enforce-toleration') ?? [],
    nodeSelector: on('enforce-node-selector', true) ? selectorLabels(nodeSelector ?? '') : {},
    ...(dig(values, 'isolation', 'enabled') === true && dig(values, 'isolation', 'limitRange', 'enabled') !== false
      ? { limitRange: limitDefaults(dig(values, 'isolation', 'limitRange')) }
      : {}),
    tokenSecrets: on('service-account-token-secrets', false),
  };
}
