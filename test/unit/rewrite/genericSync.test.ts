import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { plainYaml } from '../../../src/core/rewrite/plainYaml.ts';
import { predict } from '../../../src/core/rewrite/predict.ts';
import { dig, type Raw } from '../../../src/core/vcluster/raw.ts';

const old = { name: 'vc', namespace: 'ns', version: '0.19.5' };
const between = { ...old, version: '0.24.0' };

const config = `version: v1beta1
export:
- kind: Certificate
  apiVersion: cert-manager.io/v1   # with patches
  patches:
  - op: rewriteName
    path: spec.secretName
  - { "op": "rewriteName", "path": "spec.issuerRef.name" }
  - op: rewriteName
    path: spec.refs
    namePath: name
    namespacePath: 'namespace'
  - op: replace
    path: spec.usage
    value: fixed
  - op: add
    path: spec.new.key
    value: 3
  - op: add
    path: spec.names
    value: more
  - op: remove
    path: spec.secret
  - op: rewriteLabelSelector
    path: spec.selector
  - op: rewriteLabelKey
    path: spec.keys[*]
  - op: rewriteLabelExpressionsSelector
    path: spec.labelSelector
  - op: replace
    path: spec..deep
    value: 1
  - op: replace
    path: spec.sometimes
    value: x
    conditions:
    - path: spec.mode
      equal: y
  reversePatches:
  - op: copyFromObject
    fromPath: spec.given
    path: spec.given
`;

const certificate: Raw = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'c', namespace: 'team', annotations: { a: 'b' } },
  spec: {
    secretName: 'tls',
    issuerRef: { name: 'ca' },
    refs: [{ name: 'one' }, { name: 'two', namespace: 'other' }],
    usage: 'given',
    names: ['a'],
    secret: 'x',
    selector: { app: 'a' },
    keys: ['app'],
    labelSelector: { matchLabels: { app: 'a' } },
    parts: [{ deep: 5 }, { deep: 6 }],
    sometimes: 'a',
    given: 'b',
  },
};

const structured = plainYaml(config) as object;

suite('The generic sync', () => {
  for (const [target, values] of [
    [old, { sync: { generic: { config } } }],
    [between, { experimental: { genericSync: structured } }],
  ] as const) {
    test(`of ${target.version} makes the changes that the configuration names`, () => {
      const { object, unknown } = predict(certificate, target, { values });
      const spec = dig(object, 'spec') as Raw;
      const hashed = target === old;
      assert.deepEqual(
        { ...spec, labelSelector: undefined, selector: undefined, keys: undefined },
        {
          secretName: 'tls-x-team-x-vc',
          issuerRef: { name: 'ca-x-team-x-vc' },
          refs: [{ name: 'one-x-team-x-vc' }, { name: 'two-x-other-x-vc', namespace: 'ns' }],
          usage: 'fixed',
          names: ['a', 'more'],
          new: { key: 3 },
          parts: [{ deep: 1 }, { deep: 1 }],
          sometimes: '<patched /spec/sometimes>',
          given: '<patched /spec/given>',
          selector: undefined,
          keys: undefined,
          labelSelector: undefined,
        },
      );
      const key = hashed ? 'vcluster.loft.sh/label-vc-x-a172cedcae' : 'app';
      assert.deepEqual(spec['selector'], { [key]: 'a' });
      assert.deepEqual(spec['keys'], [key]);
      const clusterKey = hashed ? 'vcluster.loft.sh/label-ns-x-vc-x-a172cedcae' : 'app';
      assert.deepEqual(spec['labelSelector'], { matchLabels: { [clusterKey]: 'a' } });
      assert.ok(unknown.includes('/spec/sometimes') && unknown.includes('/spec/given'));
      assert.equal(
        dig(object, 'metadata', 'annotations', 'vcluster.loft.sh/controlled-by'),
        'certificate/cert-manager.io/GenericExport',
      );
      const host = { ...object, spec: { ...spec, sometimes: 'x', given: 'anything' } };
      const kinds = (of: Raw): readonly string[] =>
        explain(certificate, of, target, { values })
          .changes.filter(({ kind }) => kind === 'drift')
          .map(({ path }) => path);
      assert.deepEqual(kinds(host), []);
      assert.deepEqual(kinds({ ...host, spec: { ...host.spec, usage: 'else' } }), ['/spec/usage']);
      assert.deepEqual(kinds({ ...host, spec: { ...host.spec, sometimes: undefined } }), []);
    });
  }

  test('imports what is in the host namespaces of a vcluster with several', () => {
    const imports = {
      import: [{ kind: 'Order', apiVersion: 'acme.io/v1', patches: [{ op: 'remove', path: 'spec.secret' }] }],
    };
    const values = {
      experimental: { genericSync: imports, multiNamespaceMode: { enabled: true } },
      multiNamespaceMode: { enabled: true },
      sync: { generic: { config: JSON.stringify(imports) } },
    };
    const annotations = { 'vcluster.loft.sh/controlled-by': 'order/acme.io/v1/GenericImport' };
    const order = (metadata: object, spec: object): Raw => ({
      apiVersion: 'acme.io/v1',
      kind: 'Order',
      metadata,
      spec,
    });
    const virtual = order({ name: 'o', namespace: 'default', annotations }, { url: 'x' });
    for (const target of [old, between]) {
      const { object } = predict(virtual, target, { values });
      const namespace = 'vcluster-37a8eec1-220ab460';
      assert.deepEqual(object, order({ name: 'o', namespace, annotations }, { url: 'x' }));
      const drift = (host: Raw): readonly string[] =>
        explain(virtual, host, target, { values })
          .changes.filter(({ kind }) => kind === 'drift')
          .map(({ path }) => path);
      assert.deepEqual(drift(order({ name: 'o', namespace, annotations }, { url: 'y' })), ['/spec/url']);
      const { object: single } = predict(virtual, target, { values: { sync: values.sync } });
      assert.equal(single, null);
    }
  });

  test('is gone since 0.28', () => {
    const values = { experimental: { genericSync: structured } };
    assert.equal(predict(certificate, { ...old, version: '0.28.0' }, { values }).object, null);
  });
});

suite('YAML of configurations', () => {
  test('is read, and nothing makes it fail', () => {
    assert.deepEqual(plainYaml('---\na: &one {b: [1]}\nc: *one\nd: |\n  text\n  more\n'), {
      a: { b: [1] },
      c: { b: [1] },
      d: 'text\nmore\n',
    });
    for (const text of ['b: - x', '\t', 'a:\n b:\n   c:\n  d', `${'- '.repeat(50_000)}x`, '{', '[1', '"', 'a: *none']) {
      assert.equal(plainYaml(text), undefined, text.slice(0, 20));
    }
    assert.equal(plainYaml(''), undefined);
  });
});
