import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toSet } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

/** The first minor with a section of its own. */
const ownSection = 32;

/** Where snapshots are asked for. */
function placeOf({ minor }: Settings): string {
  return minor < ownSection ? 'external.platform.autoSnapshot' : 'snapshots.auto';
}

/** The kinds of storage that the platform knows for a version. */
function typesOf({ minor }: Settings): readonly string[] {
  return ['s3', 'oci', 'container', ...(minor < ownSection ? [] : ['azure'])];
}

/** What each kind of storage cannot do without; an OCI registry wants any of its keys. */
const needs: Readonly<Record<string, readonly string[]>> = {
  s3: ['url'],
  azure: ['blobUrl'],
  container: ['path', 'volume.name', 'volume.path'],
};
const registryKeys: readonly string[] = ['repository', 'credential', 'username', 'password'];

function missingKeys(settings: Settings, type: string): readonly string[] {
  const place = `${placeOf(settings)}.storage.${type}`;
  if (settings.isOpen(place)) {
    return [];
  }
  return type === 'oci'
    ? registryKeys.some((key) => Boolean(settings.value(`${place}.${key}`)))
      ? []
      : ['repository']
    : (needs[type] ?? []).filter((key) => !settings.value(`${place}.${key}`));
}

function storageReports(settings: Settings): readonly Report[] {
  const storage = `${placeOf(settings)}.storage`;
  const types = typesOf(settings);
  const typePath = `${storage}.type`;
  const type = settings.value(typePath);
  if (settings.isOpen(typePath)) {
    return [];
  }
  if (typeof type !== 'string' || !types.includes(type)) {
    const meant = typeof type === 'string' ? types.find((one) => one === type.toLowerCase()) : undefined;
    return [
      {
        path: pathOf(typePath),
        message:
          typeof type === 'string'
            ? l10n.t('“{0}” is no kind of storage: write {1}.', printable(type), types.join(', '))
            : l10n.t('Say what the storage is: {0}.', types.join(', ')),
        ...(meant === undefined ? {} : { answers: [toSet(typePath, meant)] }),
      },
    ];
  }
  const missing = missingKeys(settings, type);
  return missing.length === 0
    ? []
    : [
        {
          path: pathOf(settings.has(`${storage}.${type}`) ? `${storage}.${type}` : typePath),
          at: settings.has(`${storage}.${type}`) ? 'key' : 'value',
          message: l10n.t('This storage needs {0}.', missing.map((key) => `${type}.${key}`).join(', ')),
        },
      ];
}

/** Whether a count is greater than 0; what is no number is for the structure to say. */
function isPositive(value: unknown): boolean {
  return typeof value === 'number' ? value > 0 : Boolean(value);
}

function checkSnapshots(settings: Settings): readonly Report[] {
  const base = placeOf(settings);
  const storage = `${base}.storage`;
  const auto = settings.value(base);
  if (auto === undefined || auto === null || settings.isOpen(base)) {
    return [];
  }
  const counts = ['period', 'maxSnapshots'].map((key) => `${base}.retention.${key}`);
  const bad = counts.filter((place) => !settings.isOpen(place) && !isPositive(settings.value(place)));
  const hasStorage = settings.value(storage) !== undefined && settings.value(storage) !== null;
  return [
    ...(settings.value(`${base}.schedule`)
      ? []
      : [{ path: pathOf(base), at: 'key' as const, message: l10n.t('Say when snapshots are taken: schedule.') }]),
    ...(bad.length > 0
      ? [
          {
            path: pathOf(bad[0] ?? base),
            at: (settings.has(bad[0] ?? base) ? 'value' : 'key') as 'value' | 'key',
            message: l10n.t(
              'Say how long snapshots are kept: retention.period in days and retention.maxSnapshots, both greater than 0.',
            ),
          },
        ]
      : []),
    ...(hasStorage
      ? storageReports(settings)
      : [{ path: pathOf(base), at: 'key' as const, message: l10n.t('Say where snapshots are kept: storage.') }]),
  ];
}

/** Rules about automatic snapshots. */
export const snapshotRules: readonly Rule[] = [
  {
    code: 'snapshots-incomplete',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'Automatic snapshots need all of schedule, retention.period (days), retention.maxSnapshots and storage. The storage has a type and the block of that name: s3.url, azure.blobUrl, container.path with volume.name and volume.path, or a repository or credentials under oci. The platform refuses a part of it. Up to 0.31 the section is external.platform.autoSnapshot, and there is no azure.',
      ),
    check: checkSnapshots,
  },
];
