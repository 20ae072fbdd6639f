import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toRemove, toSet } from './answer.ts';
import { isPrivate } from './privateNodes.ts';
import { firstIndexes } from './repeats.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings, said } from './settings.ts';

type Fields = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

interface Located {
  readonly fields: Fields;
  readonly path: Path;
}

const listPath = 'privateNodes.autoNodes';
const operators: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];

function itemsOf(settings: Settings, path: Path): readonly Located[] {
  return settings.items(path).map((item, index) => ({ fields: isFields(item) ? item : {}, path: [...path, index] }));
}

function providers(settings: Settings): readonly Located[] {
  return isPrivate(settings) ? itemsOf(settings, pathOf(listPath)) : [];
}

/** Up to 0.29 the pools of all providers stand in one map. */
function pools(settings: Settings): readonly Located[] {
  const maps = isFields(settings.value(listPath)) && isPrivate(settings) ? [pathOf(listPath)] : [];
  return [...maps, ...providers(settings).map(({ path }) => path)].flatMap((path) =>
    ['static', 'dynamic'].flatMap((kind) => itemsOf(settings, [...path, kind])),
  );
}

/** Those whose text at a key is the same as that of one before. */
function repeated(all: readonly Located[], key: string): readonly Located[] {
  const names = all.map(({ fields }) => said(fields[key]));
  const first = firstIndexes(names);
  return all.filter((_, index) => names[index] !== undefined && first.get(names[index]) !== index);
}

function checkNames(settings: Settings): readonly Report[] {
  const missing = (all: readonly Located[], key: string, message: string): readonly Report[] =>
    all
      .filter(({ fields }) => !fields[key])
      .map(({ path, fields }) => ({ path: key in fields ? [...path, key] : path, at: 'key', message }));
  const twice = (all: readonly Located[], key: string): readonly Report[] =>
    repeated(all, key).map(({ path, fields }) => ({
      path: [...path, key],
      message: l10n.t('{0} is there twice. Put both into one, or choose another name.', printable(String(fields[key]))),
    }));
  return [
    ...missing(providers(settings), 'provider', l10n.t('Name the provider of these nodes.')),
    ...twice(providers(settings), 'provider'),
    ...missing(pools(settings), 'name', l10n.t('Give the pool a name.')),
    ...twice(pools(settings), 'name'),
    ...pools(settings)
      .filter(({ fields }) => typeof fields['quantity'] === 'number' && fields['quantity'] < 0)
      .map(({ path }) => ({ path: [...path, 'quantity'], message: l10n.t('A pool has 0 nodes or more.') })),
  ];
}

function requirementReport({ fields, path }: Located): Report | undefined {
  if (JSON.stringify(fields).includes('{{')) {
    return undefined;
  }
  const operator = typeof fields['operator'] === 'string' ? fields['operator'] : '';
  const single = Boolean(fields['value']);
  const several = Array.isArray(fields['values']) && fields['values'].length > 0;
  if (!fields['property']) {
    return { path, at: 'key', message: l10n.t('Name the property that is compared.') };
  }
  if (operator !== '' && !operators.includes(operator)) {
    const meant =
      operators.find((one) => one.toLowerCase() === operator.toLowerCase()) ??
      (operator === 'NotExists' ? 'DoesNotExist' : undefined);
    return {
      path: [...path, 'operator'],
      message: l10n.t('“{0}” is no operator: write one of {1}.', printable(operator), operators.join(', ')),
      ...(meant === undefined ? {} : { answers: [toSet([...path, 'operator'], meant)] }),
    };
  }
  if (single && several) {
    return { path: [...path, 'value'], at: 'key', message: l10n.t('Write value or values, not both.') };
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    const key = single ? 'value' : 'values';
    return single || several
      ? {
          path: [...path, key],
          at: 'key',
          message: l10n.t('{0} takes no value. Remove it.', operator),
          answers: [toRemove([...path, key])],
        }
      : undefined;
  }
  return single || several
    ? undefined
    : {
        path,
        at: 'key',
        message: l10n.t('Say what {0} is compared with: value or values.', printable(String(fields['property']))),
      };
}

function checkRequirements(settings: Settings): readonly Report[] {
  return pools(settings)
    .flatMap(({ path }) => itemsOf(settings, [...path, settings.minor < 30 ? 'requirements' : 'nodeTypeSelector']))
    .map(requirementReport)
    .filter((report) => report !== undefined);
}

/** Rules about pools of private nodes. */
export const autoNodeRules: readonly Rule[] = [
  {
    code: 'node-pool-name',
    severity: 'error',
    since: 28,
    explanation: () =>
      l10n.t(
        'Each item of privateNodes.autoNodes names a provider that no other item has, and each static or dynamic pool a name that no other pool has, not even under another provider. The quantity of a static pool is not negative. vcluster checks this while private nodes are on.',
      ),
    check: checkNames,
  },
  {
    code: 'node-type-selector',
    severity: 'error',
    since: 28,
    explanation: () =>
      l10n.t(
        'Each requirement of a nodeTypeSelector names a property and an operator: In (the default), NotIn, Gt and Lt with value or values, Exists and DoesNotExist without. vcluster refuses to start with any other combination.',
      ),
    check: checkRequirements,
  },
];
