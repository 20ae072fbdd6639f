import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import type { ConfigPath } from '../finding.ts';
import { firstIndexes } from './repeats.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

type Fields = Readonly<Record<string, unknown>>;

/** One item of such a list. */
export interface Patch {
  readonly fields: Fields;
  readonly path: ConfigPath;
  /** Whether vcluster looks at this list when it starts. */
  readonly checked: boolean;
}

const unchecked: readonly string[] = ['sync.toHost.endpointSlices', 'sync.fromHost.secrets'];

/** Every list of patches: those of kinds, of custom resources, and of the parts of the Gateway API. */
function patchLists(settings: Settings): readonly ConfigPath[] {
  return ['sync.toHost', 'sync.fromHost'].flatMap((direction) =>
    settings.entries(direction).flatMap(([kind]) => {
      const place = pathOf(direction, kind);
      const nested = kind === 'customResources' || kind === 'gatewayApi';
      return [place, ...(nested ? settings.entries(place).map(([key]) => [...place, key]) : [])];
    }),
  );
}

/** The patches of a file, list by list. */
export function patches(settings: Settings): readonly (readonly Patch[])[] {
  return patchLists(settings).map((owner) =>
    settings
      .items([...owner, 'patches'])
      .flatMap((item, index) =>
        isFields(item)
          ? [{ fields: item, path: [...owner, 'patches', index], checked: !unchecked.includes(owner.join('.')) }]
          : [],
      ),
  );
}

/** The ways of patching that an item names; null and empty texts count as not there, as for vcluster. */
function waysOf(fields: Fields): readonly string[] {
  const expression = ['expression', 'reverseExpression'].filter((key) => Boolean(fields[key]));
  const others = ['reference', 'labels'].filter((key) => fields[key] !== undefined && fields[key] !== null);
  return [...expression.slice(0, 1), ...others];
}

function checkWays(settings: Settings): readonly Report[] {
  return patches(settings)
    .flat()
    .filter(({ fields }) => waysOf(fields).length !== 1)
    .map(({ fields, path, checked }) => {
      const ways = waysOf(fields);
      const second = ways[1];
      const empty = fields['labels'] === null;
      return {
        path: second === undefined ? (empty ? [...path, 'labels'] : path) : [...path, second],
        at: 'key',
        severity: checked ? 'error' : 'warning',
        message:
          second !== undefined
            ? l10n.t('A patch does one thing: an expression, a reference or labels. Make two patches of it.')
            : empty
              ? l10n.t('Write labels: {} to rewrite a label selector; without the braces it counts as left out.')
              : l10n.t('Say what to do with the field: an expression, a reference or labels: {}.'),
        ...(empty && second === undefined
          ? {
              answers: [
                { title: l10n.t('Write labels: {}'), changes: [{ kind: 'set', path: [...path, 'labels'], value: {} }] },
              ],
            }
          : {}),
      };
    });
}

function checkTwice(settings: Settings): readonly Report[] {
  return patches(settings).flatMap((list) => {
    const targets = list.map(({ fields }) => (typeof fields['path'] === 'string' ? fields['path'] : undefined));
    const first = firstIndexes(targets);
    return list.flatMap(({ path, checked }, index): readonly Report[] => {
      const target = targets[index];
      return target !== undefined && first.get(target) !== index
        ? [
            {
              path: [...path, 'path'],
              severity: checked ? 'error' : 'warning',
              message: l10n.t('“{0}” is patched twice. Put both into one expression.', printable(target)),
            },
          ]
        : [];
    });
  });
}

const aside: readonly string[] = ['namespacePath', 'kindPath', 'apiVersionPath'];

function checkReferences(settings: Settings): readonly Report[] {
  return patches(settings)
    .flat()
    .flatMap(({ fields, path }): readonly Report[] => {
      const reference = isFields(fields['reference']) ? fields['reference'] : {};
      const key = aside.find((one) => Boolean(reference[one]));
      return key === undefined || reference['namePath']
        ? []
        : [
            {
              path: [...path, 'reference', key],
              at: 'key',
              message: l10n.t('{0} needs namePath beside it: say where the name of the object stands.', key),
            },
          ];
    });
}

/** Rules about patches of synced objects. */
export const patchRules: readonly Rule[] = [
  {
    code: 'patch-action',
    severity: 'error',
    since: 21,
    explanation: () =>
      l10n.t(
        'Each patch changes the field at its path in exactly one way: by expression and reverseExpression, by reference to another object, or by labels: {} for a label selector. vcluster refuses to start where an item has none or several of these, also under kinds that are switched off. For endpoint slices and secrets of the host it does not look, and the patch has no effect.',
      ),
    check: checkWays,
  },
  {
    code: 'patch-path-twice',
    severity: 'error',
    since: 26,
    explanation: () =>
      l10n.t(
        'A list of patches has at most one for each path. vcluster refuses to start with two, because their order would decide.',
      ),
    check: checkTwice,
  },
  {
    code: 'patch-reference',
    severity: 'warning',
    since: 21,
    explanation: () =>
      l10n.t(
        'The paths of a reference lead from the patched field to the parts of the object that it names. apiVersionPath, kindPath and namespacePath have an effect together with namePath only; without any of them the field itself is the name.',
      ),
    check: checkReferences,
  },
];
