import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import type { Suggestions } from '../../../../src/core/config/worker/carried.ts';
import { tasks } from '../../../../src/core/config/worker/tasks.ts';
import { applied } from '../rules/edits.ts';

function application(version: string, helm: string): string {
  const indented = helm.replaceAll('\n', '\n      ');
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: team
spec:
  source:
    chart: vcluster
    repoURL: https://charts.loft.sh
    targetRevision: ${version}
    helm:
      ${indented}
  destination:
    namespace: team
`;
}

function placeIn(text: string): { readonly text: string; readonly line: number; readonly character: number } {
  const before = text.slice(0, text.indexOf('‸'));
  const lines = before.split('\n');
  return { text: text.replace('‸', ''), line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

function suggested(marked: string): Suggestions {
  const { text, ...place } = placeIn(marked);
  return tasks.suggest({ look: { path: '/a/app.yaml', text }, place });
}

function labels(marked: string): readonly string[] {
  return suggested(marked).items.map(({ label, detail }) => (detail === undefined ? label : `${label} (${detail})`));
}

function meant(marked: string): string | undefined {
  const { text, ...place } = placeIn(marked);
  const found = tasks.meaning({ look: { path: '/a/app.yaml', text }, place });
  const line = found && text.split('\n')[found.range.line];
  return found && `${line?.slice(found.range.character, found.range.endCharacter)}: ${found.text}`;
}

const fluxRelease = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: team}
spec:
  chart:
    spec:
      chart: vcluster
      version: 0.30.1
  values:
    sync:
      toHost:
        ‸
`;

const clusterApi = `apiVersion: infrastructure.cluster.x-k8s.io/v1alpha1
kind: VCluster
metadata: {name: team}
spec:
  helmRelease:
    chart:
      version: 0.30.1
    values: |
      sync:
        toHost:
          ‸
`;

suite('Values that another object carries', () => {
  test('are completed wherever they stand: as an object, as a text, empty, half-typed', () => {
    for (const text of [
      application('0.30.1', 'valuesObject:\n  sync:\n    toHost:\n      ‸'),
      application('0.30.1', 'valuesObject:\n  sync:\n    toHost:\n      pods:\n        enabled: true\n      ing‸'),
      application('0.30.1', 'values: |\n  sync:\n    toHost:\n      in‸\n  telemetry: {}'),
      fluxRelease,
      clusterApi,
    ]) {
      assert.ok(labels(text).includes('ingresses'), `${text}\n${labels(text).join()}`);
      assert.ok(!labels(text).includes('controlPlane'));
    }
    for (const text of ['valuesObject:\n  ‸', 'values: |\n  ‸', 'valuesObject:\n  con‸']) {
      assert.ok(labels(application('0.30.1', text)).includes('controlPlane'), text);
    }
  });

  test('get the keys of the version beside them that are not there yet, none that is deprecated', () => {
    const keys = (version: string): readonly string[] =>
      labels(application(version, 'valuesObject:\n  sync: {}\n  ‸\n  telemetry: {}'));
    assert.ok(keys('0.36.1').includes('sleep'));
    assert.ok(!keys('0.20.4').includes('sleep'));
    assert.ok(!keys('0.36.1').some((key) => key === 'sync' || key === 'telemetry'));
    assert.ok(keys('0.19.7').includes('isolation'));
    assert.ok(!keys('0.19.7').includes('controlPlane'));
  });

  test('get each the version of their own chart', () => {
    const two = `${application('0.36.1', 'valuesObject:\n  sync: {}')}---\n${application('0.19.7', 'valuesObject:\n  ‸')}`;
    assert.ok(labels(two).includes('isolation'));
    const wrong = `${application('0.36.1', 'valuesObject:\n  sync: {}')}---\n${application('0.19.7', 'valuesObject:\n  isolation:\n    enabled: true')}`;
    const seen = tasks.look({ path: '/a/app.yaml', text: wrong });
    assert.deepEqual(
      seen?.findings.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  test('get values, defaults and blocks', () => {
    assert.deepEqual(
      labels(application('0.36.1', 'valuesObject:\n  sync:\n    toHost:\n      ingresses:\n        enabled: ‸')),
      ['false', 'true'],
    );
    assert.ok(
      labels(application('0.36.1', 'valuesObject:\n  policies:\n    podSecurityStandard: ‸')).includes('restricted'),
    );
    const { items } = suggested(application('0.36.1', 'valuesObject:\n  networking:\n    replicateServices:\n      ‸'));
    const block = items.find(({ kind, label }) => kind === 'block' && label === 'toHost');
    assert.equal(block?.snippet, 'toHost:\n  - from: $1/$2\n    to: $3');
    const enabled = suggested(
      application('0.36.1', 'valuesObject:\n  sync:\n    toHost:\n      ingresses:\n        ‸'),
    );
    assert.equal(enabled.items.find(({ label }) => label === 'enabled')?.snippet, `enabled: $\{1:false}`);
  });

  test('say what their keys are for, in their place', () => {
    const text = application('0.36.1', 'valuesObject:\n  sync:\n    toHost:\n      ingre‸sses:\n        enabled: true');
    assert.match(meant(text) ?? '', /^ingresses: .*host/isu);
    assert.match(meant(text) ?? '', /#### vcluster\.yaml 0\.36\n/u);
    assert.match(meant(text) ?? '', /\[Documentation\]\(https:/u);
    assert.match(
      meant(application('0.36.1', 'values: |\n  policies:\n    podSecurityStandard: base‸line')) ?? '',
      /^baseline: /u,
    );
  });

  test('are all that anything is said of', () => {
    for (const text of [
      application('0.36.1', 'valuesObject:\n  sync: {}').replace('name: team', 'name: team\n  ‸'),
      application('0.36.1', 'valuesObject:\n  sync: {}').replace('chart: vcluster', 'ch‸art: vcluster'),
      application('0.36.1', 'valuesObject:\n  ‸').replace('chart: vcluster', 'chart: nginx'),
      'sync:\n  toHost:\n    ‸\n',
    ]) {
      assert.deepEqual(labels(text), [], text);
      assert.equal(meant(text), undefined, text);
    }
  });

  test('take what the host offers as well', () => {
    const { text, ...place } = placeIn(
      application(
        '0.36.1',
        'valuesObject:\n  networking:\n    replicateServices:\n      fromHost:\n        - from: mo‸',
      ),
    );
    const offer = tasks.offer({ look: { path: '/a/app.yaml', text }, place, form: 'carrier' });
    assert.deepEqual(offer, { kind: 'services', typed: 'mo' });
  });

  test('are mended, added to, explained and migrated for themselves', () => {
    const wrong = 'valuesObject:\n  sync:\n    toHost:\n      ingreses:\n        enabled: true';
    const text = `${application('0.36.1', wrong)}---\n${application('0.30.1', wrong)}`;
    assert.equal(tasks.fixAll({ path: '/a/app.yaml', text }), text.replaceAll('ingreses', 'ingresses'));

    const request = {
      path: '/a/app.yaml',
      text: application('0.36.1', 'values: |\n  sync:\n    toHost: {}'),
      line: 11,
    };
    const isolation = tasks.additions(request).find(({ id }) => id === 'isolation');
    const added = applied(request.text, isolation?.edits ?? []);
    assert.match(added, /\n {8}policies:\n {10}\S/u);
    assert.deepEqual(tasks.look({ ...request, text: added })?.findings, []);

    assert.deepEqual(tasks.additions({ ...request, line: 3 }), []);

    const explained = tasks.explain({ path: '/a/app.yaml', text: text.replaceAll('ingreses', 'ingresses') });
    assert.match(explained, /ingresses/u);
    assert.doesNotMatch(tasks.effective(request), /argoproj/u);

    const both = `${application('0.36.1', 'valuesObject:\n  sync: {}')}---\n${application('0.19.7', 'valuesObject:\n  sync:\n    ingresses:\n      enabled: true')}`;
    const line = both.split('\n').findIndex((one) => one.includes('ingresses'));
    const old = { path: '/a/app.yaml', text: both, line };
    assert.deepEqual(tasks.values(old), { text: 'sync:\n  ingresses:\n    enabled: true', distro: 'k3s' });
    const { text: made, notes } = tasks.migrate({ ...old, distro: 'k3s' });
    assert.match(made, /toHost:\n {4}ingresses:\n {6}enabled: true/u);
    assert.ok(notes.some(({ range }) => range.line === line || range.line === line + 1));
  });

  test('are for what they are deployed as, where that is known', () => {
    const deployed = { path: '/team/values.yaml', text: 'storage:\n  size: 10Gi\n', certain: true, deployed: '0.19.7' };
    const seen = tasks.look({ ...deployed, distro: 'k0s' });
    assert.deepEqual([seen?.generation, seen?.distro, seen?.version.version], ['legacy', 'k0s', '0.19.7']);
    assert.match(tasks.migrate({ ...deployed, distro: 'k0s' }).text, /volumeClaim:\n\s+size: 10Gi/u);
    const current = tasks.look({ ...deployed, deployed: '0.36.1', distro: 'k8s' });
    assert.deepEqual([current?.generation, current?.distro], ['current', undefined]);
  });

  test('hold nothing up at any place of a file, however it is cut', () => {
    const text = application('0.36.1', 'values: |\n  sync:\n    toHost: {pods: [\n  policies: &a\n    b: *a');
    for (let end = 0; end <= text.length; end += 3) {
      const cut = text.slice(0, end);
      const lines = cut.split('\n');
      const request = {
        look: { path: '/a/app.yaml', text: cut },
        place: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
      };
      tasks.suggest(request);
      tasks.meaning(request);
    }
  });
});
