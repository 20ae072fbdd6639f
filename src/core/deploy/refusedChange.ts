import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { compareVersions, parseVersion } from '../base/version.ts';
import { dig, type Raw } from '../vcluster/raw.ts';
import { backingStoreOf, isStatefulSet, isStoreChangeAllowed, storeText } from './backingStore.ts';
import { differs, fixedOfSets, immutable } from './fixedValue.ts';
import type { Finding, ReleaseState } from './releaseState.ts';
import { parseValues } from './valuesYaml.ts';

interface Change {
  readonly from: ReleaseState;
  readonly to: ReleaseState;
  readonly before: Raw;
  readonly after: Raw;
}

function error(message: string, path?: string): Finding {
  return { severity: 'error', message, ...(path === undefined ? {} : { path }) };
}

function versionFindings({ from, to }: Change): readonly Finding[] {
  const before = parseVersion(from.chart.version);
  const after = parseVersion(to.chart.version);
  if (before === undefined || after === undefined || compareVersions(after, before) >= 0) {
    return [];
  }
  const message = l10n.t(
    '{0} is older than the deployed {1}. Kubernetes does not support going back: its data may not be readable to the older version.',
    printable(to.chart.version, 60),
    printable(from.chart.version, 60),
  );
  return [{ severity: 'warning', message }];
}

function legacyDistro({ chart }: ReleaseState): string {
  return /-(k3s|k0s|k8s|eks)$/u.exec(chart.name)?.[1] ?? 'k3s';
}

function currentDistro(values: Raw): string {
  return ['k3s', 'k0s', 'eks'].find((one) => dig(values, 'controlPlane', 'distro', one, 'enabled') === true) ?? 'k8s';
}

/** vcluster itself goes from k3s to k8s in charts 0.25 to 0.32. */
function isDistroStep(from: string, to: string, version: string): boolean {
  const { major, minor } = parseVersion(version) ?? { major: 0, minor: 0 };
  return from === 'k3s' && to === 'k8s' && major === 0 && minor >= 25 && minor <= 32;
}

function distroFindings({ from, to, before, after }: Change): readonly Finding[] {
  const legacy = to.generation === 'legacy';
  const old = legacy ? legacyDistro(from) : currentDistro(before);
  const wanted = legacy ? legacyDistro(to) : currentDistro(after);
  if (old === wanted || (!legacy && isDistroStep(old, wanted, to.chart.version))) {
    return [];
  }
  const message = l10n.t(
    'The distro cannot be changed from {0} to {1}: the data of one is not readable to the other. Create another vcluster for it.',
    old,
    wanted,
  );
  return [error(message, legacy ? undefined : 'controlPlane.distro')];
}

function volumeFindings(change: Change): readonly Finding[] {
  return Object.entries(fixedOfSets[change.to.generation])
    .filter(([path, fallback]) => differs(change.before, change.after, path, fallback))
    .map(([path]) =>
      error(
        l10n.t(
          '{0} cannot be changed: Kubernetes does not change the volumes of a StatefulSet, nor the order of its pods.',
          path,
        ),
        path,
      ),
    );
}

function storeFindings(change: Change): readonly Finding[] {
  const { before, after } = change;
  const from = backingStoreOf(before);
  const to = backingStoreOf(after);
  if (!isStoreChangeAllowed(from, to)) {
    return [
      error(
        l10n.t(
          'vcluster does not change the backing store from {0} to {1}. Create another vcluster for it.',
          storeText(from),
          storeText(to),
        ),
        'controlPlane.backingStore',
      ),
    ];
  }
  if (from !== to) {
    const message = l10n.t(
      'The backing store changes from {0} to {1}: vcluster moves the data, and there is no way back. Take a snapshot first.',
      storeText(from),
      storeText(to),
    );
    return [{ severity: 'warning', message, path: 'controlPlane.backingStore' }];
  }
  if (isStatefulSet(before) !== isStatefulSet(after)) {
    const path = 'controlPlane.statefulSet.persistence';
    return [
      error(
        l10n.t(
          'The persistence cannot be changed: the control plane would become another kind of workload and begin without its data.',
        ),
        path,
      ),
      ...volumeFindings(change),
    ];
  }
  return volumeFindings(change);
}

/** The chart renders it, and the CLI refuses it (`validateHABackingStoreCompatibility` of 0.36). */
function replicaFindings({ to, after }: Change): readonly Finding[] {
  const path = 'controlPlane.statefulSet.highAvailability.replicas';
  const replicas = dig(after, ...path.split('.'));
  const alone = to.generation === 'current' && backingStoreOf(after) === 'embedded-database';
  return alone && typeof replicas === 'number' && replicas > 1
    ? [
        error(
          l10n.t(
            'SQLite lives in one pod, which a second one cannot share, so {0} replicas are not possible. Keep one.',
            replicas,
          ),
          path,
        ),
      ]
    : [];
}

function immutableFindings(change: Change): readonly Finding[] {
  return immutable[change.to.generation]
    .filter((path) => differs(change.before, change.after, path))
    .map((path) =>
      error(l10n.t('{0} cannot be changed once a vcluster exists. Create another vcluster for it.', path), path),
    );
}

/**
 * What stands against going from one state of a release to another, found before anything runs. Values that do not say
 * something mean the chart's default, on both sides.
 * @throws OperationError `invalid` for values that are no YAML
 */
export function refusedChanges(deployed: ReleaseState, wanted: ReleaseState): readonly Finding[] {
  if (deployed.generation !== wanted.generation) {
    return [
      error(
        wanted.generation === 'current'
          ? l10n.t(
              'The chart {0} reads vcluster.yaml, and the deployed one reads the old values. Migrate the values first.',
              printable(wanted.chart.version, 60),
            )
          : l10n.t('The deployed chart reads vcluster.yaml; there is no way back to the old charts.'),
      ),
    ];
  }
  const change = {
    from: deployed,
    to: wanted,
    before: parseValues(deployed.values),
    after: parseValues(wanted.values),
  };
  return [
    ...distroFindings(change),
    ...(wanted.generation === 'current' ? storeFindings(change) : volumeFindings(change)),
    ...immutableFindings(change),
    ...replicaFindings(change),
    ...versionFindings(change),
  ];
}
