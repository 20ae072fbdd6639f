import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toRemove } from './answer.ts';
import { firstIndexes } from './repeats.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings, said } from './settings.ts';

const base = 'experimental.genericSync';
const verbs: readonly string[] = ['get', 'list', 'create', 'update', 'patch', 'watch', 'delete', 'deletecollection'];
const plain: readonly string[] = ['add', 'replace', 'remove'];
const rewriting: readonly string[] = [
  'rewriteName',
  'rewriteLabelSelector',
  'rewriteLabelKey',
  'rewriteLabelExpressionsSelector',
];

type Fields = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** What is wrong with one patch; up to 0.19 fewer operations were known. */
export function patchReport(patch: unknown, path: Path, operations = rewriting): Report | undefined {
  const fields = isFields(patch) ? patch : {};
  const op = fields['op'];
  if (typeof op === 'string' && op.includes('{{')) {
    return undefined;
  }
  const from = said(fields['fromPath']);
  if (op === 'copyFromObject') {
    return from === undefined
      ? { path, at: 'key', message: l10n.t('copyFromObject needs fromPath, from where it copies.') }
      : undefined;
  }
  if (plain.includes(String(op))) {
    return from === undefined
      ? undefined
      : { path: [...path, 'fromPath'], at: 'key', message: l10n.t('{0} takes no fromPath. Remove it.', String(op)) };
  }
  return operations.includes(String(op))
    ? undefined
    : {
        path: 'op' in fields ? [...path, 'op'] : path,
        message: l10n.t(
          '“{0}” is no operation: write {1}.',
          printable(String(op ?? '')),
          [...plain, 'copyFromObject', ...operations].join(', '),
        ),
      };
}

function listReports(value: unknown, path: Path, operations?: readonly string[]): readonly Report[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const keyOf = (item: unknown): string =>
    isFields(item) ? `${String(item['apiVersion'])}|${String(item['kind'])}` : '';
  const first = firstIndexes(items.map(keyOf));
  return items.flatMap((item, index): readonly Report[] => {
    const fields: Fields = isFields(item) ? item : {};
    const at = [...path, index];
    const missing = ['apiVersion', 'kind'].filter((key) => !fields[key]);
    const twice = missing.length === 0 && first.get(keyOf(item)) !== index;
    const patches = ['patches', 'reversePatches'].flatMap((key) => {
      const list: readonly unknown[] = Array.isArray(fields[key]) ? fields[key] : [];
      return list.map((patch, number) => patchReport(patch, [...at, key, number], operations));
    });
    return [
      ...(missing.length > 0
        ? [
            {
              path: at,
              at: 'key' as const,
              message: l10n.t('Name the kind that is synced: {0} is missing.', missing.join(', ')),
            },
          ]
        : []),
      ...(twice
        ? [{ path: at, at: 'key' as const, message: l10n.t('This kind is there already. Put both into one.') }]
        : []),
      ...patches.filter((report) => report !== undefined),
    ];
  });
}

/** What vcluster refuses about a configuration of generic sync, as plain data at a path. */
export function genericReports(value: unknown, path: Path, operations?: readonly string[]): readonly Report[] {
  const fields = isFields(value) ? value : {};
  return ['export', 'import'].flatMap((key) => listReports(fields[key], [...path, key], operations));
}

/** What vcluster refuses about the hooks of a configuration of generic sync, as plain data at a path. */
export function hookReports(value: unknown, path: Path): readonly Report[] {
  const hooks = isFields(value) && isFields(value['hooks']) ? value['hooks'] : {};
  return ['hostToVirtual', 'virtualToHost'].flatMap((direction) =>
    listOf(hooks, direction).flatMap((hook, index) => {
      const at = [...path, 'hooks', direction, index];
      const fields = isFields(hook) ? hook : {};
      const patches = listOf(fields, 'patches').map((patch, number) => patchReport(patch, [...at, 'patches', number]));
      return [
        ...listOf(fields, 'verbs').flatMap((verb, number): readonly Report[] =>
          said(verb) === undefined || verbs.includes(String(verb))
            ? []
            : [
                {
                  path: [...at, 'verbs', number],
                  message: l10n.t('“{0}” is no verb: write {1}.', printable(String(verb)), verbs.join(', ')),
                },
              ],
        ),
        ...patches.filter((report) => report !== undefined),
      ];
    }),
  );
}

function listOf(fields: Fields, key: string): readonly unknown[] {
  const list = fields[key];
  return Array.isArray(list) ? list : [];
}

function checkMixed(settings: Settings): readonly Report[] {
  const custom = ['sync.toHost.customResources', 'sync.fromHost.customResources'].some(
    (place) => settings.entries(place).length > 0,
  );
  const parts = ['export', 'import', 'hooks.hostToVirtual', 'hooks.virtualToHost'].map((key) => `${base}.${key}`);
  return parts
    .filter((place) => (custom || settings.on('sync.toHost.namespaces.enabled')) && settings.items(place).length > 0)
    .map((place) => ({
      path: pathOf(place),
      at: 'key',
      message: l10n.t('Generic sync cannot be used beside customResources or synced namespaces. Choose one of them.'),
    }));
}

function checkDistros(settings: Settings): readonly Report[] {
  const on = ['k3s', 'k0s', 'k8s']
    .map((name) => `controlPlane.distro.${name}.enabled`)
    .filter((place) => settings.on(place));
  return on.slice(1).map((place) => ({ path: pathOf(place), message: l10n.t('Only one distro can be enabled.') }));
}

const kubeConfigPath = 'experimental.virtualClusterKubeConfig';

function checkKubeConfig(settings: Settings): readonly Report[] {
  const set = settings.entries(kubeConfigPath).some(([, value]) => Boolean(value));
  return settings.on('controlPlane.distro.k0s.enabled') && set
    ? [
        {
          path: pathOf(kubeConfigPath),
          at: 'key',
          message: l10n.t('With k0s these files are always where k0s writes them. Remove this.'),
          answers: [toRemove(kubeConfigPath)],
        },
      ]
    : [];
}

/** Rules about what charts had from 0.20 on and have no more. */
export const genericSyncRules: readonly Rule[] = [
  {
    code: 'generic-sync-form',
    severity: 'error',
    until: 27,
    explanation: () =>
      l10n.t(
        'Each export and import of generic sync names apiVersion and kind, once for each kind, and patches with a known operation: copyFromObject with fromPath, add, replace and remove without, or one that rewrites names and labels.',
      ),
    check: (settings) => [
      ...genericReports(settings.value(base), pathOf(base)),
      ...hookReports(settings.value(base), pathOf(base)),
    ],
  },
  {
    code: 'generic-sync-mixed',
    severity: 'error',
    since: 21,
    until: 27,
    explanation: () =>
      l10n.t(
        'experimental.genericSync was followed by customResources under sync. vcluster refuses both in one file, and generic sync together with synced namespaces.',
      ),
    check: checkMixed,
  },
  {
    code: 'distros-several',
    severity: 'error',
    until: 32,
    explanation: () =>
      l10n.t('Of the distros k3s, k0s and k8s only one can be enabled. From 0.33 on there is k8s only.'),
    check: checkDistros,
  },
  {
    code: 'kubeconfig-paths-fixed',
    severity: 'error',
    until: 25,
    explanation: () =>
      l10n.t(
        'experimental.virtualClusterKubeConfig says where the certificates of the API server are. k0s has places of its own for them, so that vcluster refuses to start with both.',
      ),
    check: checkKubeConfig,
  },
];
