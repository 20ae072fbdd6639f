import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { isPlaceholder } from '../template.ts';
import { toSet } from './answer.ts';
import { isLabelKey, isLabelValue } from './labels.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings, said, written } from './settings.ts';

function bothOn(settings: Settings, kind: string): boolean {
  return settings.on(`sync.fromHost.${kind}.enabled`) && settings.on(`sync.toHost.${kind}.enabled`);
}

function checkBoth(settings: Settings, kind: string, message: string): readonly Report[] {
  const [from, to] = [`sync.fromHost.${kind}.enabled`, `sync.toHost.${kind}.enabled`];
  return bothOn(settings, kind)
    ? [{ path: pathOf(from), message, answers: [toSet(from, false), toSet(to, false)] }]
    : [];
}

/** The one minor whose chart takes neither. */
const refusing = 36;

function checkSnapshots(settings: Settings): readonly Report[] {
  const [one, other] = ['sync.toHost.volumeSnapshots.enabled', 'sync.toHost.volumeSnapshotContents.enabled'] as const;
  const pairs = [
    [one, other],
    [other, one],
  ] as const;
  return pairs
    .filter(([on, off]) => settings.minor !== refusing && settings.on(on) && settings.off(off))
    .map(([on, off]) => ({
      path: pathOf(on),
      message: l10n.t('Volume snapshots and their contents go together. Turn on both.'),
      answers: [toSet(off, true)],
    }));
}

const operators: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
function requirementReport(item: unknown, path: readonly (string | number)[]): readonly Report[] {
  const fields = isFields(item) ? item : {};
  const operator = said(fields['operator']);
  if (fields['operator'] !== undefined && operator === undefined) {
    return [];
  }
  if (operator === undefined || !operators.includes(operator)) {
    const meant = operators.find((one) => one.toLowerCase() === operator?.toLowerCase());
    return [
      {
        path: [...path, 'operator'],
        message: l10n.t(
          '“{0}” is no operator of a selector: write In, NotIn, Exists or DoesNotExist.',
          printable(operator ?? ''),
        ),
        ...(meant === undefined ? {} : { answers: [toSet([...path, 'operator'], meant)] }),
      },
    ];
  }
  const key = fields['key'];
  if (key === undefined || key === null || !isLabelKey(written(key) ?? 'open')) {
    return [
      {
        path: key === undefined ? path : [...path, 'key'],
        ...(key === undefined ? { at: 'key' as const } : {}),
        message: l10n.t('“{0}” cannot be a label.', printable(String(key ?? ''))),
      },
    ];
  }
  const values: readonly unknown[] = Array.isArray(fields['values']) ? fields['values'] : [];
  const odd = values.findIndex((value) => !isLabelValue(written(value) ?? ''));
  if (odd >= 0) {
    return [
      { path: [...path, 'values', odd], message: l10n.t('“{0}” cannot be a label.', printable(String(values[odd]))) },
    ];
  }
  const needed = operator === 'In' || operator === 'NotIn';
  if (isPlaceholder(fields['values']) || needed === values.length > 0) {
    return [];
  }
  return [
    {
      path: [...path, needed ? 'operator' : 'values'],
      message: needed
        ? l10n.t('{0} needs values to compare with.', operator)
        : l10n.t('{0} takes no values. Remove them.', operator),
      ...(needed
        ? {}
        : {
            answers: [{ title: l10n.t('Remove the Values'), changes: [{ kind: 'remove', path: [...path, 'values'] }] }],
          }),
    },
  ];
}

/** What Kubernetes refuses about the label selector at a place. */
function selectorReports(settings: Settings, place: string): readonly Report[] {
  const labels = settings.entries(`${place}.matchLabels`).flatMap(([key, value]): readonly Report[] => {
    const text = typeof value === 'string' ? value : '';
    return key.includes('{{') || text.includes('{{') || (isLabelKey(key) && isLabelValue(text))
      ? []
      : [
          {
            path: pathOf(place, 'matchLabels', key),
            at: isLabelKey(key) ? 'value' : 'key',
            message: l10n.t('“{0}” cannot be a label.', printable(isLabelKey(key) ? text : key)),
          },
        ];
  });
  const expressions = settings
    .items(`${place}.matchExpressions`)
    .flatMap((item, index) => requirementReport(item, pathOf(place, 'matchExpressions', index)));
  return [...labels, ...expressions];
}

const checked = ['runtimeClasses', 'ingressClasses', 'gatewayClasses', 'priorityClasses', 'storageClasses'];

/** Rules about classes that are synced in either direction. */
export const classRules: readonly Rule[] = [
  {
    code: 'storage-classes-both-ways',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'Storage classes are either those of the host (sync.fromHost.storageClasses) or those of the virtual cluster (sync.toHost.storageClasses). vcluster refuses to start with both. “auto” stands back for the other direction.',
      ),
    check: (settings) =>
      checkBoth(
        settings,
        'storageClasses',
        l10n.t('Storage classes are synced to the host as well. Choose one direction.'),
      ),
  },
  {
    code: 'priority-classes-both-ways',
    severity: 'error',
    since: 21,
    explanation: () =>
      l10n.t(
        'Priority classes are either those of the host (sync.fromHost.priorityClasses) or those of the virtual cluster (sync.toHost.priorityClasses). vcluster refuses to start with both.',
      ),
    check: (settings) =>
      checkBoth(
        settings,
        'priorityClasses',
        l10n.t('Priority classes are synced to the host as well. Choose one direction.'),
      ),
  },
  {
    code: 'volume-snapshots-pair',
    severity: 'error',
    since: 21,
    explanation: () =>
      l10n.t(
        'Volume snapshots and volume snapshot contents can only be synced to the host together. 0.36 refuses both, and 0.37 has them again.',
      ),
    check: checkSnapshots,
  },
  {
    code: 'class-selector',
    severity: 'error',
    since: 26,
    explanation: () =>
      l10n.t(
        'The selector of classes that come from the host is one of Kubernetes: the operator of an expression is In, NotIn, Exists or DoesNotExist, the first two need values, the others take none, and labels must be valid. vcluster converts it when it starts, also for classes that are not enabled.',
      ),
    check: (settings) => checked.flatMap((kind) => selectorReports(settings, `sync.fromHost.${kind}.selector`)),
  },
  {
    code: 'device-class-selector',
    severity: 'warning',
    since: 32,
    explanation: () =>
      l10n.t(
        'vcluster does not check the selector of sync.fromHost.deviceClasses when it starts. One that Kubernetes cannot read only fails once device classes are synced.',
      ),
    check: (settings) => selectorReports(settings, 'sync.fromHost.deviceClasses.selector'),
  },
];
