import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import { type CreateChoices, defaultChoices, renamed, withGeneration } from '../../../src/core/create/choices.ts';
import { type Finding, passes, type Severity } from '../../../src/core/create/finding.ts';
import type { TakenName } from '../../../src/core/create/nameRules.ts';
import { checkChoices } from '../../../src/core/create/rules.ts';
import { available, current, isolated, legacy, opened, plainStorage, samples } from './samples.ts';

/** One rule: choices that break it, and choices that are as near as can be and do not. */
interface Rule {
  readonly code: string;
  readonly severity: Severity;
  readonly field: keyof CreateChoices;
  readonly bad: readonly CreateChoices[];
  readonly good: readonly CreateChoices[];
  readonly taken?: readonly TakenName[];
}

function rule(
  field: keyof CreateChoices,
  severity: Severity,
  code: string,
  bad: CreateChoices | readonly CreateChoices[],
  good: CreateChoices | readonly CreateChoices[],
  taken: readonly TakenName[] = [],
): Rule {
  return { code, severity, field, bad: [bad].flat(), good: [good].flat(), taken };
}

const named = (name: string, change: Partial<CreateChoices> = {}): CreateChoices => renamed(current(change), name);
const spaced = (namespace: string, change: Partial<CreateChoices> = {}): CreateChoices =>
  current({ namespace, ...change });
const store = (kind: 'sqlite' | 'embedded-etcd' | 'deployed-etcd'): Pick<CreateChoices, 'store'> => ({
  store: { kind },
});
const etcd = (endpoint: string, change: Partial<CreateChoices> = {}): CreateChoices =>
  current({ store: { kind: 'external-etcd', endpoint }, ...change });
const database = (dataSource: string): CreateChoices => current({ store: { kind: 'external-database', dataSource } });
const ingress = (host: string, change: Partial<CreateChoices> = {}): CreateChoices =>
  current({ exposure: { kind: 'Ingress', host }, ...change });
const replicas = (change: Partial<CreateChoices['availability']['replicas']>): Pick<CreateChoices, 'availability'> => ({
  availability: { enabled: true, replicas: { ...available.replicas, ...change } },
});
const inside = (from: string, to: string): CreateChoices => current({ fromHost: [{ from, to }] });
const outside = (from: string, to: string): CreateChoices => current({ fromVirtual: [{ from, to }] });
const selected = (selector: string): Pick<CreateChoices, 'nodes'> => ({ nodes: { kind: 'labels', selector } });
const file = (text: string): Pick<CreateChoices, 'values'> => ({ values: { name: 'team.yaml', text } });
const quota = (change: Partial<CreateChoices['isolation']>): Pick<CreateChoices, 'isolation'> => ({
  isolation: { ...opened, quota: true, limitRange: true, ...change },
});
const classes = (storageClasses: 'none' | 'toHost' | 'fromHost'): Pick<CreateChoices, 'storage'> => ({
  storage: { ...plainStorage, storageClasses },
});
const classed = (storageClass: string): Pick<CreateChoices, 'storage'> => ({
  storage: { ...plainStorage, storageClass },
});
const here = [{ namespace: 'team-a', name: 'other' }];

const rules: readonly Rule[] = [
  rule('context', 'error', 'contextMissing', current({ context: '' }), current()),
  rule('context', 'error', 'contextInvalid', current({ context: 'a\nb' }), current({ context: 'a b' })),
  rule('context', 'warning', 'contextVirtual', current({ context: 'vcluster_a_b_kind' }), [
    current({ context: 'vcluster_a' }),
    current({ context: 'my_kind_dev' }),
  ]),
  rule('name', 'error', 'nameMissing', named(''), named('a')),
  rule(
    'name',
    'error',
    'nameInvalid',
    [
      'Shop',
      'sh op',
      'shop_1',
      'shop.a',
      '-shop',
      'shop-',
      '1shop',
      'шоп',
      `${'a'.repeat(60)}-`,
      `${'A'.repeat(80)}`,
    ].map((one) => named(one)),
    ['shop', 'shop-1', 's', 'a--b', 'a'.repeat(60)].map((one) => named(one)),
  ),
  rule(
    'name',
    'error',
    'nameTooLong',
    [
      named('a'.repeat(53)),
      named('a'.repeat(48), store('deployed-etcd')),
      renamed(legacy({ distro: 'k8s' }), 'a'.repeat(48)),
    ],
    [named('a'.repeat(52)), named('a'.repeat(47), store('deployed-etcd')), renamed(legacy(), 'a'.repeat(52))],
  ),
  rule(
    'name',
    'error',
    'nameTaken',
    named('other', { namespace: 'team-a' }),
    named('shop', { namespace: 'team-a' }),
    here,
  ),
  rule('name', 'info', 'nameElsewhere', named('other'), named('other', { namespace: 'team-a' }), here),
  rule(
    'name',
    'error',
    'nameCollides',
    [named('config-other', { namespace: 'team-a' }), named('workload-other', { namespace: 'team-a' })],
    [named('config-other'), named('config-x', { namespace: 'team-a' })],
    here,
  ),
  rule('name', 'info', 'hostNames', current(), named('')),
  rule(
    'name',
    'info',
    'labelsHashed',
    [named('v'.repeat(25)), renamed(legacy(), 'v'.repeat(28))],
    [named('v'.repeat(24)), renamed(legacy(), 'v'.repeat(24))],
  ),
  rule('name', 'info', 'volumesHashed', current({ storage: { ...plainStorage, persistentVolumes: true } }), [
    current(),
    named('a', { namespace: 'b', storage: { ...plainStorage, persistentVolumes: true } }),
  ]),
  rule('namespace', 'error', 'namespaceMissing', spaced(''), current()),
  rule(
    'namespace',
    'error',
    'namespaceInvalid',
    [spaced('Team'), spaced('a.b'), spaced('a'.repeat(64))],
    [spaced('1a'), spaced('a'.repeat(63)), named('Bad')],
  ),
  rule('namespace', 'error', 'namespaceReserved', spaced('kube-system'), spaced('kube-systems')),
  rule('namespace', 'warning', 'namespaceDefault', spaced('default'), spaced('defaults')),
  rule(
    'namespace',
    'error',
    'namespaceTaken',
    spaced('team-a'),
    [spaced('team-b'), spaced('team-a', { chartVersion: '0.24.0' })],
    here,
  ),
  rule(
    'namespace',
    'warning',
    'namespaceShared',
    [legacy({ namespace: 'team-a' }), spaced('team-a', { chartVersion: '0.24.0' })],
    legacy(),
    here,
  ),
  rule(
    'chartVersion',
    'error',
    'chartVersionInvalid',
    ['', 'latest', '0.36', '0.0.1', '1.2.3.4'].map((chartVersion) => current({ chartVersion })),
    current({ chartVersion: 'v0.35.0' }),
  ),
  rule(
    'chartVersion',
    'error',
    'chartGeneration',
    [current({ chartVersion: '0.19.10' }), legacy({ chartVersion: '0.20.0' })],
    [current({ chartVersion: '0.20.0' }), legacy({ chartVersion: '0.19.10' })],
  ),
  rule(
    'chartVersion',
    'warning',
    'chartPreRelease',
    current({ chartVersion: '0.37.0-rc.1' }),
    current({ chartVersion: '0.37.0' }),
  ),
  rule('distro', 'error', 'distroGone', current({ distro: 'k3s' }), legacy({ distro: 'k3s' })),
  rule(
    'kubernetesVersion',
    'error',
    'kubernetesLegacy',
    legacy({ kubernetesVersion: 'v1.26.1' }),
    current({ kubernetesVersion: 'v1.33.1' }),
  ),
  rule(
    'kubernetesVersion',
    'error',
    'kubernetesInvalid',
    current({ kubernetesVersion: '1.33' }),
    current({ kubernetesVersion: '1.33.0' }),
  ),
  rule(
    'kubernetesVersion',
    'error',
    'kubernetesUnsupported',
    [
      current({ kubernetesVersion: 'v1.29.9' }),
      current({ kubernetesVersion: 'v1.37.0' }),
      current({ kubernetesVersion: 'v2.30.0' }),
    ],
    [
      current({ kubernetesVersion: 'v1.30.0' }),
      current({ kubernetesVersion: 'v1.36.0' }),
      current({ kubernetesVersion: 'v1.29.0', chartVersion: '0.22.0' }),
    ],
  ),
  rule('store', 'error', 'storeInLegacy', legacy(store('deployed-etcd')), current(store('deployed-etcd'))),
  rule(
    'store',
    'error',
    'storeAddress',
    [etcd(''), etcd('etcd:2379'), etcd('https://a,b'), database('db'), database('oracle://x')],
    [etcd('https://a:2379, https://b:2379'), database('mysql://u:p@h/db')],
  ),
  rule(
    'store',
    'error',
    'storeTooNew',
    etcd('https://a:2379', { chartVersion: '0.24.0' }),
    etcd('https://a:2379', { chartVersion: '0.25.0' }),
  ),
  rule(
    'store',
    'warning',
    'storeLicence',
    [current(store('embedded-etcd')), database('mysql://h')],
    [current(), etcd('https://a'), current(store('deployed-etcd'))],
  ),
  rule('store', 'info', 'storeSecret', database('mysql://h'), etcd('https://a')),
  rule('storage', 'error', 'storageClassInvalid', current(classed('Fast!')), current(classed('fast.ssd'))),
  rule('storage', 'warning', 'storageClassUnused', etcd('https://a', classed('fast')), current(classed('fast'))),
  rule('storage', 'warning', 'claimsWithoutClass', legacy(classes('toHost')), [
    legacy(classes('fromHost')),
    current(classes('toHost')),
  ]),
  rule('storage', 'info', 'classesMirrored', current(classes('fromHost')), [
    current(classes('toHost')),
    legacy(classes('fromHost')),
  ]),
  rule(
    'storage',
    'info',
    'volumesWithoutClasses',
    current({ storage: { persistentVolumes: true, storageClasses: 'none' } }),
    current({ storage: { persistentVolumes: true, storageClasses: 'toHost' } }),
  ),
  rule('exposure', 'error', 'hostMissing', ingress(''), ingress('a.example.com')),
  rule(
    'exposure',
    'error',
    'hostInvalid',
    [
      'https://a.b',
      'a.b/c',
      '10.0.0.1',
      '::1',
      '[::1]',
      'a.b:443',
      '*.a.b',
      'A.b',
      'a..b',
      'a_b.c',
      `${'a'.repeat(64)}.b`,
    ].map((one) => ingress(one)),
    ['a.b', 'dev', 'a-b.c.d', '1.2.example.com'].map((one) => ingress(one)),
  ),
  rule('exposure', 'warning', 'hostPlaceholder', ingress('my-host.com'), ingress('my-hosts.com')),
  rule('exposure', 'info', 'ingressPassthrough', ingress('a.b'), current({ exposure: { kind: 'NodePort' } })),
  rule(
    'exposure',
    'warning',
    'policyBlocksIngress',
    ingress('a.b', { isolation: isolated }),
    ingress('a.b', quota({})),
  ),
  rule(
    'exposure',
    'error',
    'quotaBlocksExposure',
    [
      current({ exposure: { kind: 'NodePort' }, ...quota({}) }),
      current({ exposure: { kind: 'LoadBalancer' }, ...quota({ nodePorts: 1 }) }),
      legacy({ exposure: { kind: 'LoadBalancer' }, ...quota({}) }),
    ],
    [
      current({ exposure: { kind: 'NodePort' }, ...quota({ nodePorts: 2 }) }),
      current({ exposure: { kind: 'NodePort' } }),
      ingress('a.b', quota({})),
    ],
  ),
  rule(
    'exposure',
    'info',
    'quotaBalancer',
    current({ exposure: { kind: 'LoadBalancer' }, ...quota({ nodePorts: 2 }) }),
    current({ exposure: { kind: 'NodePort' }, ...quota({ nodePorts: 2 }) }),
  ),
  rule(
    'availability',
    'error',
    'availabilityStore',
    [
      current({ availability: available }),
      legacy({ availability: available }),
      legacy({ availability: available, distro: 'k0s' }),
    ],
    [
      current(),
      legacy({ availability: available, distro: 'k8s' }),
      legacy({ availability: available, distro: 'eks' }),
      current({ availability: available, ...store('deployed-etcd') }),
      etcd('https://a', { availability: available }),
    ],
  ),
  rule(
    'availability',
    'error',
    'replicas',
    [0, 10, 1.5, Number.NaN].map((etcd) => current({ ...store('deployed-etcd'), ...replicas({ etcd }) })),
    [
      current({ ...store('deployed-etcd'), ...replicas({ etcd: 5 }) }),
      current({ ...store('deployed-etcd'), ...replicas({ api: 0 }) }),
    ],
  ),
  rule(
    'availability',
    'warning',
    'evenEtcd',
    [
      current({ ...store('deployed-etcd'), ...replicas({ etcd: 2 }) }),
      current({ ...store('embedded-etcd'), ...replicas({ syncer: 4 }) }),
    ],
    [current({ ...store('deployed-etcd'), ...replicas({ syncer: 2 }) }), etcd('https://a', replicas({ syncer: 2 }))],
  ),
  rule(
    'availability',
    'warning',
    'singleReplica',
    legacy({ distro: 'k8s', chartVersion: '0.14.2', ...replicas({ api: 1 }) }),
    [
      legacy({ distro: 'k8s', ...replicas({ api: 1 }) }),
      current({ ...store('deployed-etcd'), ...replicas({ coredns: 1 }) }),
    ],
  ),
  rule('isolation', 'warning', 'quotaWithoutLimits', current(quota({ limitRange: false })), current(quota({}))),
  rule(
    'isolation',
    'error',
    'nodePorts',
    [current(quota({ nodePorts: -1 })), current(quota({ nodePorts: 1.5 }))],
    current(quota({ nodePorts: 0 })),
  ),
  rule(
    'isolation',
    'warning',
    'nodePortsUnused',
    current({ isolation: { ...opened, nodePorts: 2 } }),
    current(quota({ nodePorts: 2 })),
  ),
  rule('isolation', 'info', 'standardPrivileged', legacy(quota({})), [
    legacy(quota({ podSecurityStandard: 'baseline' })),
    legacy(),
    current(quota({})),
  ]),
  rule(
    'nodes',
    'error',
    'selectorInvalid',
    [current(selected('')), legacy(selected('a b'))],
    [current(selected('a=b')), legacy(selected('a in (b)'))],
  ),
  rule('nodes', 'error', 'selectorTooRich', current(selected('a!=b')), legacy(selected('a!=b'))),
  rule(
    'scheduler',
    'error',
    'schedulerNodes',
    [current({ scheduler: true }), legacy({ scheduler: true })],
    current({ scheduler: true, nodes: { kind: 'real' } }),
  ),
  rule(
    'scheduler',
    'error',
    'schedulerEks',
    legacy({ scheduler: true, distro: 'eks', nodes: { kind: 'all' } }),
    legacy({ scheduler: true, distro: 'k8s', nodes: { kind: 'all' } }),
  ),
  rule('scheduler', 'info', 'schedulerAllNodes', current({ scheduler: true, nodes: { kind: 'real' } }), [
    current({ scheduler: true, ...selected('a=b') }),
    current({ nodes: { kind: 'real' } }),
  ]),
  rule(
    'scheduler',
    'info',
    'schedulerClasses',
    current({ scheduler: true, nodes: { kind: 'all' } }),
    current({ scheduler: true, nodes: { kind: 'all' }, ...classes('toHost') }),
  ),
  rule(
    'fromHost',
    'error',
    'mappingFrom',
    [inside('', 'a/b'), inside('a/b/c', 'a/b'), inside('A', 'a/b'), inside('/b', 'a/b'), inside('a/', 'a/b')],
    [inside('b', 'a/b'), inside('a/b', 'a/b')],
  ),
  rule(
    'fromHost',
    'error',
    'mappingTo',
    [inside('b', 'b'), inside('b', 'a/b/c'), inside('b', '/b'), inside('b', 'a/1b')],
    inside('b', '1a/b'),
  ),
  rule('fromVirtual', 'error', 'mappingFrom', [outside('b', 'b'), outside('a/b/c', 'b')], outside('a/b', 'b')),
  rule('fromVirtual', 'error', 'mappingTo', [outside('a/b', 'a/b'), outside('a/b', '')], outside('a/b', 'b')),
  rule(
    'fromHost',
    'error',
    'mappingTwice',
    current({
      fromHost: [
        { from: 'b', to: 'a/b' },
        { from: 'vcluster-shop/b', to: 'a/c' },
      ],
    }),
    current({
      fromHost: [
        { from: 'b', to: 'a/b' },
        { from: 'team/b', to: 'a/c' },
      ],
    }),
  ),
  rule(
    'fromVirtual',
    'error',
    'mappingCollides',
    current({
      fromVirtual: [
        { from: 'a/b', to: 'c' },
        { from: 'a/d', to: 'c' },
      ],
    }),
    current({
      fromVirtual: [
        { from: 'a/b', to: 'c' },
        { from: 'a/d', to: 'e' },
      ],
    }),
  ),
  rule(
    'fromVirtual',
    'error',
    'mappingOwn',
    [outside('a/b', 'shop'), outside('a/b', 'shop-headless')],
    outside('a/b', 'shops'),
  ),
  rule(
    'fromHost',
    'error',
    'mappingOwn',
    [inside('b', 'default/kubernetes'), inside('b', 'kube-system/kube-dns')],
    inside('b', 'default/kube-dns'),
  ),
  rule(
    'fromHost',
    'error',
    'mappingLoop',
    current({ fromHost: [{ from: 'vcluster-shop/c', to: 'x/y' }], fromVirtual: [{ from: 'a/b', to: 'c' }] }),
    current({ fromHost: [{ from: 'team/c', to: 'x/y' }], fromVirtual: [{ from: 'a/b', to: 'c' }] }),
  ),
  rule(
    'fromHost',
    'warning',
    'policyBlocksMapping',
    current({ fromHost: [{ from: 'b', to: 'a/b' }], isolation: isolated }),
    [inside('b', 'a/b'), current({ isolation: isolated })],
  ),
  rule(
    'fromVirtual',
    'warning',
    'policyBlocksMapping',
    current({ fromVirtual: [{ from: 'a/b', to: 'b' }], isolation: isolated }),
    outside('a/b', 'b'),
  ),
  rule(
    'values',
    'error',
    'valuesUnreadable',
    [current(file('a: [')), current(file('- a')), current(file('text')), current(file('a: 1\n---\nb: 1'))],
    [current(file('')), current(file('a: 1'))],
  ),
  rule(
    'values',
    'error',
    'valuesGeneration',
    [
      current(file('syncer: {}')),
      current(file('sync: {nodes: {}}')),
      legacy(file('controlPlane: {}')),
      legacy(file('sync: {toHost: {}}')),
    ],
    [
      current(file('sync: {toHost: {}}')),
      legacy(file('sync: {nodes: {}}')),
      current(file('rbac: {}')),
      current(file('sync:')),
    ],
  ),
];

function found(choices: CreateChoices, { code, severity, field, taken }: Rule): readonly Finding[] {
  return checkChoices(choices, taken).filter(
    (one) => one.code === code && one.severity === severity && one.field === field,
  );
}

describe('rules', () => {
  for (const one of rules) {
    it(`${one.severity} ${one.field} ${one.code}`, () => {
      for (const [index, choices] of one.bad.entries()) {
        assert.equal(
          found(choices, one).length,
          1,
          `bad ${index}: ${JSON.stringify(checkChoices(choices, one.taken))}`,
        );
      }
      for (const [index, choices] of one.good.entries()) {
        assert.deepEqual(found(choices, one), [], `good ${index}`);
      }
    });
  }

  it('are all tried here', () => {
    const folder = path.join(import.meta.dirname, '../../../src/core/create');
    const text = readdirSync(folder)
      .filter((name) => /[rR]ules\.ts$/u.test(name))
      .map((name) => readFileSync(path.join(folder, name), 'utf8'))
      .join('\n');
    const codes = [...text.matchAll(/'(?:error|warning|info)',\s*'(\w+)'/gu)].map(([, code]) => code);
    assert.ok(codes.length > 50);
    assert.deepEqual(
      [...new Set(codes)].filter((code) => !rules.some((one) => one.code === code)),
      [],
    );
  });

  it('have nothing against what is chosen when nothing is, but for the name', () => {
    for (const generation of ['current', 'legacy'] as const) {
      const choices = defaultChoices('kind', 'shop', generation);
      assert.deepEqual(
        checkChoices(choices).map(({ code }) => code),
        ['hostNames'],
      );
      assert.deepEqual(
        checkChoices(defaultChoices('kind', '', generation)).map(({ code }) => code),
        ['nameMissing'],
      );
    }
  });

  it('have no error for what the golden texts show', () => {
    for (const [name, choices] of Object.entries(samples)) {
      assert.ok(passes(checkChoices(choices)), `${name}: ${JSON.stringify(checkChoices(choices))}`);
    }
  });

  it('give a change that mends what it is offered for', () => {
    for (const one of rules) {
      for (const choices of one.bad) {
        const fix = found(choices, one)[0]?.fix;
        if (fix?.kind === 'change') {
          assert.deepEqual(found({ ...choices, ...fix.change }, one), [], one.code);
        }
      }
    }
  });

  it('look at nothing that a values file decides', () => {
    const wrong = current({ availability: available, scheduler: true, exposure: { kind: 'Ingress', host: '' } });
    assert.ok(!passes(checkChoices(wrong)));
    assert.ok(passes(checkChoices({ ...wrong, ...file('sync: {}') })));
  });
});

describe('choices', () => {
  it('let the namespace follow the name until somebody chooses it', () => {
    assert.equal(renamed(current(), 'demo').namespace, 'vcluster-demo');
    assert.equal(renamed(current({ namespace: 'team' }), 'demo').namespace, 'team');
  });

  it('drop what the other generation does not have', () => {
    const old = withGeneration(current({ kubernetesVersion: 'v1.33.1', store: { kind: 'deployed-etcd' } }), 'legacy');
    assert.deepEqual(old, legacy());
    assert.deepEqual(withGeneration(legacy({ distro: 'eks' }), 'current'), current());
    assert.equal(withGeneration(old, 'legacy'), old);
  });
});
