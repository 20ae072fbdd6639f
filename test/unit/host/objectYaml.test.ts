import assert from 'node:assert/strict';
import { load } from 'js-yaml';
import { describe, it } from 'mocha';
import { maskSecrets, objectYaml } from '../../../src/core/host/objectYaml.ts';
import type { KubeObject } from '../../../src/core/kube/resource.ts';

/** Objects come off the wire in any shape, whatever their type promises. */
function anything(object: object): KubeObject {
  return object as KubeObject;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('objectYaml', () => {
  it('is the object without managedFields, in the usual order', () => {
    const object = {
      status: { phase: 'Active' },
      spec: { finalizers: ['kubernetes'] },
      metadata: { name: 'team-a', managedFields: [{ manager: 'kubectl' }] },
      kind: 'Namespace',
      apiVersion: 'v1',
    };
    assert.equal(
      objectYaml(object, 'namespaces'),
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team-a\nspec:\n  finalizers:\n    - kubernetes\nstatus:\n  phase: Active\n',
    );
    assert.ok('managedFields' in object.metadata, 'the object itself stays as it was');
  });

  it('keeps long lines and repeated objects as they are', () => {
    const shared = { a: 1 };
    const long = 'x y '.repeat(100).trim();
    const yaml = objectYaml({ metadata: { name: 'a' }, one: shared, two: shared, long }, 'configmaps');
    assert.ok(!yaml.includes('&') && !yaml.includes('*'));
    assert.ok(yaml.split('\n').some((line) => line.includes(long)));
  });

  it('lets nothing through that is not printable, and stays YAML that says the rest', () => {
    const object = { metadata: { name: 'a\u001b[31m' }, data: { note: 'x\u202ey', log: 'one\ntwo\n\u0007' } };
    const yaml = objectYaml(object, 'configmaps');
    assert.match(yaml, /^[^\p{Cc}\p{Cf}]*$/mu);
    assert.deepEqual(Object.keys(load(yaml) as object), ['metadata', 'data']);
  });

  for (const object of [{}, { metadata: {} }, { metadata: { name: 'a' }, spec: null }]) {
    it(`takes ${JSON.stringify(object)}`, () => assert.deepEqual(load(objectYaml(object, 'pods')), object));
  }
});

describe('maskSecrets', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'vc-shop',
      annotations: {
        'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":{"password":"hunter2"}}',
        owner: 'ada',
      },
    },
    type: 'Opaque',
    data: { config: base64('password=hunter2'), empty: '', broken: 'not base64!' },
    stringData: { password: 'hunter2 ü' },
  };

  it('masks every value of a Secret, and tells only its length', () => {
    const yaml = objectYaml(secret, 'secrets');
    assert.ok(!/hunter2|aHVudGVyMg|not base64/u.test(yaml));
    assert.deepEqual(maskSecrets(secret, 'secrets'), {
      ...secret,
      metadata: {
        name: 'vc-shop',
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': '•••••• (37 bytes)',
          owner: 'ada',
        },
      },
      data: { config: '•••••• (16 bytes)', empty: '•••••• (0 bytes)', broken: '•••••• (6 bytes)' },
      stringData: { password: '•••••• (10 bytes)' },
    });
  });

  it('knows a Secret by its resource or by its kind', () => {
    const { kind: _, ...bare } = secret;
    assert.ok(!objectYaml(bare, 'secrets').includes(secret.data.config));
    assert.ok(!objectYaml(secret, 'anything').includes(secret.data.config));
  });

  it('masks the tokens that syncers leave in annotations of pods, and keeps all other annotations', () => {
    const annotations = {
      'vcluster.loft.sh/token-abcdefgh': 'eyJhbGciOi.secret',
      'vcluster.loft.sh/object-name': 'web-0',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
    };
    assert.deepEqual(maskSecrets({ kind: 'Pod', metadata: { name: 'p', annotations } }, 'pods').metadata?.annotations, {
      'vcluster.loft.sh/token-abcdefgh': '•••••• (17 bytes)',
      'vcluster.loft.sh/object-name': 'web-0',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
    });
  });

  it('leaves the data of other objects alone', () => {
    const config = { kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: 'b' } };
    assert.deepEqual(maskSecrets(config, 'configmaps'), config);
  });

  const shapes: readonly (readonly [what: string, data: unknown, masked: unknown])[] = [
    ['null', null, null],
    ['a text', 'hunter2!', '•••••• (5 bytes)'],
    ['a list', ['hunter2'], '•••••• (11 bytes)'],
    ['a number', 42, '•••••• (2 bytes)'],
    ['nested objects', { a: { b: 'hunter2' } }, { a: '•••••• (15 bytes)' }],
    [
      'values that are no texts',
      { a: null, b: 7, c: ['hunter2'] },
      { a: null, b: '•••••• (1 bytes)', c: '•••••• (11 bytes)' },
    ],
    ['nothing', {}, {}],
  ];
  for (const [what, data, masked] of shapes) {
    it(`masks ${what} in place of data`, () => {
      const object = anything({ kind: 'Secret', metadata: { name: 's' }, data });
      assert.deepEqual(maskSecrets(object, 'secrets')['data'], masked);
      assert.ok(!objectYaml(object, 'secrets').includes('hunter2'));
    });
  }

  for (const annotations of [null, 'text', 7, [], { 'vcluster.loft.sh/token-a': { deep: 'hunter2' }, n: 1, z: null }]) {
    it(`takes ${JSON.stringify(annotations)} in place of annotations`, () => {
      const object = anything({ kind: 'Pod', metadata: { name: 'p', annotations } });
      assert.ok(!objectYaml(object, 'pods').includes('hunter2'));
    });
  }

  it('takes objects without metadata', () => {
    assert.deepEqual(maskSecrets({ kind: 'Secret', data: { a: base64('b') } }, 'secrets'), {
      kind: 'Secret',
      data: { a: '•••••• (1 bytes)' },
    });
    assert.deepEqual(maskSecrets(anything({ kind: 'Secret', metadata: null }), 'secrets'), {
      kind: 'Secret',
      metadata: null,
    });
  });
});
