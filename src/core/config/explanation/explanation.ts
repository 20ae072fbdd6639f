import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { rewriteConfig } from '../../rewrite/config.ts';
import { count, dig, objects, text } from '../../vcluster/raw.ts';
import { parseConfig } from '../document.ts';
import type { LegacyDistro } from '../schema/target.ts';

/** A text for Markdown: printable, and nothing in it is markup. */
function plain(value: unknown): string {
  return printable(String(value ?? ''), 120).replace(/[\\`*_{}[\]()<>#+!|~-]/gu, '\\$&');
}

function on(values: unknown, ...path: readonly string[]): boolean {
  return dig(values, ...path, 'enabled') === true;
}

function backingStore(values: unknown): string {
  const store = ['controlPlane', 'backingStore'];
  const known: readonly (readonly [path: readonly string[], name: string])[] = [
    [[...store, 'etcd', 'embedded'], l10n.t('an etcd inside the control plane')],
    [[...store, 'etcd', 'deploy'], l10n.t('an etcd of its own')],
    [[...store, 'etcd', 'external'], l10n.t('an etcd elsewhere')],
    [[...store, 'database', 'external'], l10n.t('a database elsewhere')],
    [[...store, 'database', 'embedded'], l10n.t('SQLite in its volume')],
  ];
  return known.find(([path]) => on(values, ...path))?.[1] ?? l10n.t('SQLite in its volume');
}

function exposure(values: unknown, legacy: boolean): string {
  const type =
    text(dig(values, ...(legacy ? ['service', 'type'] : ['controlPlane', 'service', 'spec', 'type']))) ?? 'ClusterIP';
  const ingress = legacy ? ['ingress'] : ['controlPlane', 'ingress'];
  if (on(values, ...ingress)) {
    return l10n.t('through an Ingress with the host {0}', plain(dig(values, ...ingress, 'host')));
  }
  return type === 'ClusterIP'
    ? l10n.t('from inside the host cluster and by port-forward only')
    : l10n.t('through a Service of type {0}', plain(type));
}

function control(values: unknown, legacy: boolean, distro: LegacyDistro | undefined): readonly string[] {
  const path = legacy ? ['syncer', 'replicas'] : ['controlPlane', 'statefulSet', 'highAvailability', 'replicas'];
  const replicas = count(dig(values, ...path)) ?? 1;
  return [
    legacy
      ? l10n.t('The control plane is {0}, and the syncer runs beside it.', distro ?? 'k3s')
      : l10n.t('The control plane is Kubernetes, with its state in {0}.', backingStore(values)),
    replicas > 1
      ? l10n.t('It runs {0} times, so that one may fail.', replicas)
      : l10n.t('It runs once: while it restarts, the API is away.'),
    l10n.t('It is reached {0}.', exposure(values, legacy)),
  ];
}

function isolation(values: unknown, legacy: boolean): readonly string[] {
  const whole = legacy && on(values, 'isolation');
  const parts = [
    ...(whole || dig(values, 'policies', 'resourceQuota', 'enabled') === true ? [l10n.t('a resource quota')] : []),
    ...(whole || dig(values, 'policies', 'limitRange', 'enabled') === true ? [l10n.t('default limits')] : []),
    ...(whole || on(values, 'policies', 'networkPolicy') ? [l10n.t('network policies')] : []),
    ...(text(dig(values, 'policies', 'podSecurityStandard')) !== undefined || whole
      ? [
          l10n.t(
            'the Pod Security Standard “{0}”',
            plain(
              dig(values, ...(legacy ? ['isolation', 'podSecurityStandard'] : ['policies', 'podSecurityStandard'])) ??
                'baseline',
            ),
          ),
        ]
      : []),
  ];
  return [
    parts.length === 0
      ? l10n.t('Its workloads are not limited: no quota, no limits, no network policies.')
      : l10n.t('Its workloads are held in by {0}.', parts.join(', ')),
  ];
}

function mappings(values: unknown, legacy: boolean): readonly string[] {
  const holder = dig(values, ...(legacy ? ['mapServices'] : ['networking', 'replicateServices']));
  return (
    [
      ['fromHost', l10n.t('from the host')],
      [legacy ? 'fromVirtual' : 'toHost', l10n.t('to the host')],
    ] as const
  ).flatMap(([key, way]) =>
    objects(dig(holder, key)).map(({ from, to }) =>
      l10n.t('The Service {0} appears as {1} ({2}).', plain(from), plain(to), way),
    ),
  );
}

function nodes(values: unknown, legacy: boolean): string {
  const path = legacy ? ['sync', 'nodes'] : ['sync', 'fromHost', 'nodes'];
  if (!on(values, ...path)) {
    return l10n.t('It sees made-up nodes, those that its pods run on.');
  }
  const selector = dig(values, ...path, ...(legacy ? ['nodeSelector'] : ['selector', 'labels']));
  return selector === undefined || selector === ''
    ? l10n.t('It sees real nodes of the host.')
    : l10n.t('It sees the nodes of the host that its selector names.');
}

/** Of the boxes, in characters: such as fits beside the file. */
const width = 32;

/** Words in lines of a box. */
function boxed(words: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.pop() ?? '';
    const next = last === '' ? word : `${last}, ${word}`;
    lines.push(...(next.length <= width ? [next] : [last, word]));
  }
  return lines.map((line) => `│ ${line.padEnd(width)} │`);
}

function edge(left: string, title: string, right: string): string {
  return `${left}─ ${title} ${'─'.repeat(Math.max(0, width - title.length - 1))}${right}`;
}

/** The two layers and the syncer between them, as a picture in characters. Names of kinds are all that is in it. */
function layers(values: object, version: string): readonly string[] {
  const config = rewriteConfig({ name: 'x', namespace: 'x', version }, { values });
  const sorted = (names: ReadonlySet<string>): readonly string[] =>
    [...names].map((name) => printable(name, 60)).sort();
  const [toHost, fromHost] = [sorted(config.toHost), sorted(config.fromHost)];
  const inner = ['deployments', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs', 'namespaces', '…'];
  return [
    '```text',
    edge('┌', l10n.t('inside the vCluster only'), '┐'),
    ...boxed(inner),
    edge('├', l10n.t('inside, and synced to the host'), '┤'),
    ...boxed(toHost),
    `└${'─'.repeat(width / 2)} ▼ ${'─'.repeat(width / 2 - 1)}┘`,
    `${' '.repeat(width / 2 - 8)}${fromHost.length === 0 ? l10n.t('syncer') : l10n.t('syncer, both ways')}`,
    edge('┌', l10n.t('on the host'), '┐'),
    ...boxed(toHost),
    ...(fromHost.length === 0 ? [] : [edge('├', l10n.t('taken from the host'), '┤'), ...boxed(fromHost)]),
    `└${'─'.repeat(width + 2)}┘`,
    '```',
  ];
}

/** What the vcluster of a file will be, as Markdown. Nothing of the file becomes markup. */
export function explainValues(given: string, version: string, distro?: LegacyDistro): string {
  const { value } = parseConfig(given);
  const values = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const legacy = distro !== undefined;
  const points = [
    ...control(values, legacy, distro),
    nodes(values, legacy),
    ...isolation(values, legacy),
    ...mappings(values, legacy),
  ];
  return [
    `# ${l10n.t('What this vCluster will be')}`,
    '',
    l10n.t('For vCluster {0}.', plain(version)),
    '',
    ...points.map((point) => `- ${point}`),
    '',
    `## ${l10n.t('The two layers')}`,
    '',
    ...layers(values, version),
    '',
  ].join('\n');
}
