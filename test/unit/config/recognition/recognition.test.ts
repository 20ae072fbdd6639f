import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { recognise } from '../../../../src/core/config/recognition/recognition.ts';
import { inBlock, inFile } from '../../../../src/core/config/recognition/valuesBlock.ts';
import { documentVersion } from '../../../../src/core/config/recognition/version.ts';

const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: my-vcluster
spec:
  source:
    chart: vcluster
    repoURL: https://charts.loft.sh
    targetRevision: 0.30.1
    helm:
      valuesObject:
        sync:
          toHost:
            ingresses:
              enabled: true
`;

function found(path: string, text: string): string {
  const recognised = recognise(path, text);
  return recognised === undefined ? 'no' : `${recognised.form} ${recognised.generation}`;
}

suite('Which files hold values of vclusters', () => {
  test('go by name, by content, and by what carries them', () => {
    assert.equal(found('/a/vcluster.yaml', ''), 'values current');
    assert.equal(found('/a/team.vcluster.yaml', 'sync: {}\n'), 'values current');
    assert.equal(found('/a/values.yaml', 'controlPlane: {}\n'), 'values current');
    assert.equal(found('/a/values.yaml', 'sync:\n  ingresses:\n    enabled: true\n'), 'values legacy');
    assert.equal(found('/a/other.yaml', 'controlPlane: {}\nsync:\n  toHost: {}\n'), 'values current');
    assert.equal(found('/a/app.yaml', application), 'carrier current');
  });

  test('are never files of something else', () => {
    for (const text of [
      '',
      'a: 1\n',
      'image: {repository: x}\nreplicas: 1\n',
      'isolation: full\nsync: true\n',
      'apiVersion: v1\nkind: ConfigMap\ncontrolPlane: {}\n',
    ]) {
      assert.equal(found('/a/values.yaml', text), 'no', text);
    }
    assert.equal(found('/a/other.yaml', 'controlPlane: {}\n'), 'no');
    assert.equal(found('/a/vcluster.yaml', 'apiVersion: infrastructure.example.com/v1\nkind: Thing\n'), 'no');
    assert.equal(found('/a/app.yaml', application.replace('chart: vcluster', 'chart: nginx')), 'no');
  });

  test('give the values inside as a text of their own, and places both ways', () => {
    const [block] = recognise('app.yaml', application)?.blocks ?? [];
    assert.ok(block);
    assert.equal(block.text, 'sync:\n  toHost:\n    ingresses:\n      enabled: true');
    assert.deepEqual(block.chart, { name: 'vcluster', version: '0.30.1' });
    const range = { line: 3, character: 6, endLine: 3, endCharacter: 13 };
    const there = inFile(block, range);
    assert.equal(application.split('\n')[there.line]?.slice(there.character, there.endCharacter), 'enabled');
    assert.deepEqual(inBlock(block, there), { line: 3, character: 6 });
    assert.equal(inBlock(block, { line: 0, character: 0 }), undefined);
  });

  test('are found in block scalars of Cluster API, Flux and k3s', () => {
    const values = '\n      values: |\n        sync:\n          toHost: {}\n';
    const of = (head: string): readonly string[] => recognise('x.yaml', head)?.blocks.map(({ text }) => text) ?? [];
    assert.deepEqual(
      of(
        `apiVersion: infrastructure.cluster.x-k8s.io/v1alpha1\nkind: VCluster\nmetadata: {name: v}\nspec:\n    helmRelease:${values}`,
      ),
      ['sync:\n  toHost: {}'],
    );
    assert.deepEqual(
      of(
        'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  chart:\n    spec: {chart: vcluster, version: 0.33.x}\n  values:\n    sync: {}\n',
      ),
      ['sync: {}'],
    );
    assert.deepEqual(
      of(
        'apiVersion: helm.cattle.io/v1\nkind: HelmChart\nspec:\n  chart: vcluster\n  valuesContent: |-\n    controlPlane: {}\n',
      ),
      ['controlPlane: {}'],
    );
  });

  test('are found between brackets, in their places', () => {
    const text = application.replace(
      /valuesObject:[\s\S]*/u,
      'valuesObject: {sync: {toHost: {\n          ingresses: {enabled: true}}}}\n',
    );
    const [block] = recognise('app.yaml', text)?.blocks ?? [];
    assert.ok(block);
    const at = text.split('\n').findIndex((line) => line.includes('valuesObject'));
    assert.deepEqual([block.line, block.indent, block.text.trim().slice(0, 5)], [at, 0, '{sync']);
    assert.equal(block.text.indexOf('{sync'), text.split('\n')[at]?.indexOf('{sync'));
    assert.equal(block.text.split('\n')[1], '          ingresses: {enabled: true}}}}');
  });

  test('are found in a release of Flux that refers to its chart', () => {
    const text =
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  chartRef: {kind: OCIRepository, name: vcluster}\n  values:\n    sync: {}\n';
    assert.equal(found('/a/release.yaml', text), 'carrier current');
    assert.equal(found('/a/release.yaml', text.replace('name: vcluster', 'name: nginx')), 'no');
  });

  test('are found under the key of a chart that Chart.yaml depends on', () => {
    const chart =
      'apiVersion: v2\nname: team\ndependencies:\n  - name: vcluster\n    alias: tenant\n    version: 0.31.0\n    repository: https://charts.loft.sh\n';
    const text = 'image: x\ntenant:\n  sync:\n    toHost: {}\n';
    const [block] = recognise('/a/values.yaml', text, chart)?.blocks ?? [];
    assert.deepEqual(
      [block?.text, block?.line, block?.indent, block?.chart?.version],
      ['sync:\n  toHost: {}', 2, 2, '0.31.0'],
    );
    assert.equal(recognise('/a/values.yaml', text, 'dependencies: []\n'), undefined);
  });

  test('are told apart in a file of several documents, broken ones among them', () => {
    const text = `a: [\n---\n${application}---\nkind: Deployment\n`;
    assert.equal(recognise('x.yaml', text)?.blocks.length, 1);
    for (let end = 0; end < application.length; end += 7) {
      recognise('vcluster.yaml', application.slice(0, end));
    }
  });
});

suite('Which version a document is for', () => {
  const text = '# vcluster-version: 0.25.0\nsync: {}\n';

  test('is said by a modeline, the deployed vcluster, the chart, the setting, or is the newest', () => {
    const evidence = { text, generation: 'current' as const, deployed: '0.30.0', chart: 'v0.31.0', setting: '0.32' };
    assert.deepEqual(documentVersion(evidence), { version: '0.25.0', source: 'modeline' });
    assert.deepEqual(documentVersion({ ...evidence, text: 'sync: {}\n# vcluster-version: 0.25.0\n' }), {
      version: '0.30.0',
      source: 'deployed',
    });
    assert.deepEqual(documentVersion({ ...evidence, text: '', deployed: undefined }), {
      version: '0.31.0',
      source: 'chart',
    });
    assert.deepEqual(documentVersion({ text: '', generation: 'current', chart: '0.3x.*', setting: '0.32' }), {
      version: '0.32',
      source: 'setting',
    });
    assert.deepEqual(documentVersion({ text: '', generation: 'current', chart: '{{ x }}' }), {
      version: '0.36.1',
      source: 'newest',
    });
    assert.equal(documentVersion({ text: '', generation: 'legacy' }).version, '0.19.10');
  });

  test('is said by the usual forms of a modeline', () => {
    const of = (line: string): string =>
      documentVersion({ text: `---\n${line}\nsync: {}\n`, generation: 'current' }).version;
    const schema = '# yaml-language-server: $schema=https://raw.githubusercontent.com/loft-sh/vcluster';
    assert.deepEqual(
      [
        '# vcluster-version: v0.25.0',
        '#vcluster-version:0.25',
        '# vCluster version = 0.25.0',
        `${schema}/v0.25.0/chart/values.schema.json`,
        `${schema}/refs/tags/v0.25.0-rc.1/chart/values.schema.json`,
      ].map(of),
      ['0.25.0', '0.25', '0.25.0', '0.25.0', '0.25.0-rc.1'],
    );
    assert.deepEqual(
      [
        '# vcluster 0.25',
        `${schema}/main/chart/values.schema.json`,
        '# yaml-language-server: $schema=v0.25.0/x.json',
      ].map(of),
      Array(3).fill('0.36.1'),
    );
  });

  test('is what the user has chosen, whatever else says one', () => {
    assert.deepEqual(documentVersion({ text, generation: 'current', deployed: '0.30.0', chosen: '0.28' }), {
      version: '0.28',
      source: 'chosen',
    });
  });

  test('is that of a range over one minor version', () => {
    const of = (chart: string): string => {
      const { version, source } = documentVersion({ text: '', generation: 'current', chart });
      return source === 'chart' ? version : source;
    };
    assert.deepEqual(['0.30.x', '0.30.*', '~0.30.1', '~ 0.30', '^0.30.1', '=0.30.1'].map(of), [
      '0.30',
      '0.30',
      '0.30.1',
      '0.30',
      '0.30.1',
      '0.30.1',
    ]);
    assert.deepEqual(['>=0.20', '*', '0.x', '0.20 - 0.30', '~0.20 || ~0.30', '^1.2'].map(of), Array(6).fill('newest'));
    assert.equal(found('/a/app.yaml', application.replace('0.30.1', '0.19.*')), 'carrier legacy');
  });
});
