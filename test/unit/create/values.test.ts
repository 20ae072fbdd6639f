import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isAtLeast, parseVersion } from '../../../src/core/base/version.ts';
import type { CreateChoices } from '../../../src/core/create/choices.ts';
import { legacyDistro } from '../../../src/core/create/parts.ts';
import { valuesOf } from '../../../src/core/create/values.ts';
import chartKeys from '../../fixtures/create/chart-keys.json' with { type: 'json' };
import { available, current, isolated, legacy, opened, plainStorage, samples } from './samples.ts';

interface Key {
  readonly type: string;
  readonly since: string;
  readonly until?: string;
}

const currentKeys = chartKeys.current as Readonly<Record<string, Key>>;
const defaults14 = chartKeys['legacy0.14.2'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
const keys19 = chartKeys['legacy0.19.10'] as Readonly<Record<string, readonly string[]>>;
/** Keys that the charts read but that their values.yaml has in comments only. */
const commented = ['storage.className', 'etcd.storage.className', 'syncer.storage.className'];

/** Every leaf with its path; a map that the chart takes as it comes is one leaf. */
function leaves(tree: object, open: (path: string) => boolean, prefix = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const path = prefix + (key.includes('.') ? `[${key}]` : key);
    const inner = typeof value === 'object' && value !== null && !Array.isArray(value) && !open(path);
    return inner ? leaves(value, open, `${path}.`) : [[path, value] as const];
  });
}

function fits(type: string, value: unknown): boolean {
  const kind = Array.isArray(value) ? 'array' : typeof value;
  return type.split('|').some(
    (one) =>
      one
        .replace(/[<(].*$/u, '')
        .replace('integer', 'number')
        .replace('map', 'object') === kind,
  );
}

function minor(version: string): number {
  return parseVersion(version)?.minor ?? 0;
}

function unknownCurrent(choices: CreateChoices): readonly string[] {
  const open = (path: string): boolean => /^(map|object)/u.test(currentKeys[path]?.type ?? '');
  return leaves(valuesOf(choices), open)
    .filter(([path, value]) => {
      const key = currentKeys[path];
      const known = key !== undefined && minor(key.since) <= minor(choices.chartVersion);
      const gone = key?.until !== undefined && minor(key.until) < minor(choices.chartVersion);
      return !known || gone || !fits(key.type, value);
    })
    .map(([path]) => path);
}

function unknownLegacy(choices: CreateChoices): readonly string[] {
  const distro = legacyDistro(choices);
  // The converter that these keys come from knew k3s and k8s; eks and k0s had the same shape by then.
  const late = keys19[distro === 'k3s' || distro === 'k0s' ? 'k3s' : 'k8s'] ?? [];
  const old = (path: string): boolean => defaults14[path]?.[distro] !== undefined;
  const known = isAtLeast(choices.chartVersion, 0, 19)
    ? (path: string): boolean => late.includes(path) || /^isolation\.(resourceQuota\.quota|\w+$)/u.test(path)
    : old;
  return leaves(valuesOf(choices), () => false)
    .map(([path]) => path)
    .filter((path) => !known(path) && !commented.includes(path));
}

describe('values', () => {
  for (const [name, choices] of Object.entries(samples)) {
    if (choices.values === undefined) {
      it(`have only keys that the chart has: ${name}`, () => {
        assert.deepEqual(choices.generation === 'current' ? unknownCurrent(choices) : unknownLegacy(choices), []);
      });
    }
  }

  it('say nothing that the old charts have as their default', () => {
    for (const choices of Object.values(samples).filter(({ chartVersion }) => chartVersion.endsWith('0.14.2'))) {
      const same = leaves(valuesOf(choices), () => false).filter(
        ([path, value]) => JSON.stringify(defaults14[path]?.[legacyDistro(choices)]) === JSON.stringify(value),
      );
      assert.deepEqual(same, []);
    }
  });

  it('are empty when nothing was chosen', () => {
    assert.deepEqual(valuesOf(current()), {});
    for (const distro of ['k3s', 'k0s', 'k8s', 'eks'] as const) {
      assert.deepEqual(valuesOf(legacy({ distro })), {});
    }
  });

  it('keep quota and limit range from turning one another on', () => {
    const policies = (change: object): unknown =>
      valuesOf(current({ isolation: { ...opened, ...change } }))['policies'];
    assert.deepEqual(policies({ quota: true }), { resourceQuota: { enabled: true }, limitRange: { enabled: false } });
    assert.deepEqual(policies({ limitRange: true }), {
      resourceQuota: { enabled: false },
      limitRange: { enabled: true },
    });
    assert.deepEqual(policies({ quota: true, limitRange: true }), {
      resourceQuota: { enabled: true },
      limitRange: { enabled: true },
    });
    assert.equal(policies({}), undefined);
  });

  it('turn off in the old charts what isolation brings and nobody asked for', () => {
    assert.deepEqual(valuesOf(legacy({ isolation: isolated }))['isolation'], { enabled: true });
    assert.deepEqual(valuesOf(legacy({ isolation: { ...opened, quota: true } }))['isolation'], {
      enabled: true,
      podSecurityStandard: 'privileged',
      limitRange: { enabled: false },
      networkPolicy: { enabled: false },
    });
  });

  it('give replicas to the parts that the chart has', () => {
    const replicas = (choices: CreateChoices): readonly string[] =>
      leaves(valuesOf({ ...choices, availability: available }), () => false).map(([path, value]) => `${path}=${value}`);
    assert.deepEqual(replicas(legacy({ distro: 'k8s', chartVersion: '0.14.2' })), [
      'enableHA=true',
      'syncer.replicas=3',
      'api.replicas=3',
      'controller.replicas=3',
      'etcd.replicas=3',
      'coredns.replicas=2',
    ]);
    assert.deepEqual(replicas(legacy({ distro: 'k8s' })), [
      'syncer.replicas=3',
      'etcd.replicas=3',
      'coredns.replicas=2',
    ]);
    for (const refused of [legacy(), legacy({ distro: 'k0s' }), current()]) {
      assert.deepEqual(replicas(refused), [], 'what cannot be highly available has no replicas');
    }
  });

  it('put the StorageClass where the volume is', () => {
    const at = (choices: CreateChoices): readonly string[] =>
      leaves(valuesOf({ ...choices, storage: { ...plainStorage, storageClass: 'fast' } }), () => false)
        .filter(([, value]) => value === 'fast')
        .map(([path]) => path);
    assert.deepEqual(at(current()), ['controlPlane.statefulSet.persistence.volumeClaim.storageClass']);
    assert.deepEqual(at(current({ store: { kind: 'deployed-etcd' } })), [
      'controlPlane.backingStore.etcd.deploy.statefulSet.persistence.volumeClaim.storageClass',
    ]);
    assert.deepEqual(at(current({ store: { kind: 'external-etcd', endpoint: 'https://e:2379' } })), []);
    assert.deepEqual(at(legacy()), ['syncer.storage.className']);
    assert.deepEqual(at(legacy({ chartVersion: '0.16.4' })), ['storage.className']);
    assert.deepEqual(at(legacy({ distro: 'eks' })), ['etcd.storage.className']);
  });

  it('have the scheduler where the chart looks for it', () => {
    const change = { scheduler: true, nodes: { kind: 'all' } } as const;
    const plane = (chartVersion: string): unknown => valuesOf(current({ ...change, chartVersion }))['controlPlane'];
    assert.deepEqual(plane('0.26.0'), { distro: { k8s: { scheduler: { enabled: true } } } });
    assert.deepEqual(plane('0.24.0'), { advanced: { virtualScheduler: { enabled: true } } });
  });
});
