import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { tokens } from './tokens.ts';

suite('Highlighting', () => {
  test('marks the parts of a rewritten name', async () => {
    const found = await tokens('name: nginx-x-default-x-my-vcluster', '.vcluster');
    assert.deepEqual(
      found.map(([text]) => text),
      ['nginx', '-x-', 'default', '-x-', 'my-vcluster'],
    );
    assert.deepEqual(await tokens('name: nginx-x-default', '.vcluster'), []);
  });

  test('marks the labels that selectors compare, as maps', async () => {
    const text =
      'nodes:\n  selector:\n    labels:\n      disk: ssd # quick\n      "a.b/c": "d"\n  enabled: true\nlabels:\n  e: f';
    assert.deepEqual(await tokens(text, 'label.vcluster', 'label-value.vcluster'), [
      ['disk', 'entity.other.attribute-name.label.vcluster'],
      ['ssd', 'constant.other.label-value.vcluster'],
      ['a.b/c', 'entity.other.attribute-name.label.vcluster'],
      ['d', 'constant.other.label-value.vcluster'],
    ]);
  });

  test('marks the two sides of a service mapping', async () => {
    assert.deepEqual(
      await tokens(
        'fromHost:\n  - from: monitoring/prometheus\n    to: default/*',
        'namespace.vcluster',
        'service.vcluster',
      ),
      [
        ['monitoring', 'entity.name.namespace.vcluster'],
        ['/', 'punctuation.separator.service.vcluster'],
        ['prometheus', 'entity.name.type.service.vcluster'],
        ['default', 'entity.name.namespace.vcluster'],
        ['/', 'punctuation.separator.service.vcluster'],
        ['*', 'entity.name.type.service.vcluster'],
      ],
    );
    assert.deepEqual(await tokens('from: http://a/b', 'namespace.vcluster'), []);
  });

  test('marks the field of a patch, and what computes its value', async () => {
    const text =
      'patches:\n  - path: spec.containers[*].image\n    expression: "value + 1"\n  - path: metadata.x\n    expression: |\n      value.split(\n\n      value\n    reverseExpression: value\nafter: value';
    assert.deepEqual(await tokens(text, 'patch.vcluster'), [
      ['spec.containers[*].image', 'variable.other.property.patch.vcluster'],
      ['metadata.x', 'variable.other.property.patch.vcluster'],
    ]);
    assert.deepEqual((await tokens(text, 'variable.js')).length, 4);
  });

  test('marks what label selectors compare', async () => {
    assert.deepEqual(await tokens('nodeSelector: "disk=ssd,zone!=a"', 'label.vcluster', 'label-value.vcluster'), [
      ['disk', 'entity.other.attribute-name.label.vcluster'],
      ['ssd', 'constant.other.label-value.vcluster'],
      ['zone', 'entity.other.attribute-name.label.vcluster'],
      ['a', 'constant.other.label-value.vcluster'],
    ]);
  });

  test('takes manifests for YAML', async () => {
    const found = await tokens(
      'deploy:\n  init:\n    manifests: |-\n      kind: Pod\n    other: x',
      'entity.name.tag.yaml',
    );
    assert.deepEqual(
      found.map(([text]) => text),
      ['deploy', 'init', 'manifests', 'kind', 'other'],
    );
  });
});
