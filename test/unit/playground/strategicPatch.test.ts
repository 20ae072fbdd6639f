import assert from 'node:assert/strict';
import { jsonPatch } from '../../../src/core/playground/patch/jsonPatch.ts';
import { strategicPatch } from '../../../src/core/playground/patch/strategicPatch.ts';

describe('strategic merge patch', () => {
  const pod = {
    metadata: { finalizers: ['a'] },
    spec: {
      containers: [
        { name: 'one', image: 'x:1', env: [{ name: 'A', value: '1' }], ports: [{ containerPort: 80 }] },
        { name: 'two', image: 'y:1', args: ['a', 'b'] },
      ],
    },
  };

  it('merges lists by their key and replaces others', () => {
    const patch = {
      spec: {
        containers: [
          { name: 'two', args: ['c'] },
          { name: 'one', env: [{ name: 'B', value: '2' }] },
        ],
      },
    };
    assert.deepEqual(strategicPatch(pod, patch), {
      ...pod,
      spec: {
        containers: [
          {
            ...pod.spec.containers[0],
            env: [
              { name: 'A', value: '1' },
              { name: 'B', value: '2' },
            ],
          },
          { ...pod.spec.containers[1], args: ['c'] },
        ],
      },
    });
  });

  it('obeys the directives', () => {
    const removed = strategicPatch(pod, { spec: { containers: [{ name: 'one', $patch: 'delete' }] } });
    assert.deepEqual(
      (removed as typeof pod).spec.containers.map(({ name }) => name),
      ['two'],
    );
    const ordered = strategicPatch(pod, {
      spec: { '$setElementOrder/containers': [{ name: 'two' }, { name: 'one' }] },
    });
    assert.deepEqual(
      (ordered as typeof pod).spec.containers.map(({ name }) => name),
      ['two', 'one'],
    );
    const replaced = strategicPatch(pod, { spec: { $patch: 'replace', nodeName: 'n' } });
    assert.deepEqual((replaced as { spec: unknown }).spec, { nodeName: 'n' });
    const freed = strategicPatch(pod, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } });
    assert.deepEqual((freed as typeof pod).metadata.finalizers, []);
    assert.deepEqual((strategicPatch(pod, { metadata: { finalizers: ['b'] } }) as typeof pod).metadata.finalizers, [
      'a',
      'b',
    ]);
  });

  it('changes nothing of what it was given', () => {
    const copy = structuredClone(pod);
    strategicPatch(pod, { spec: { containers: [{ name: 'one', image: 'x:2' }] } });
    jsonPatch(pod, [{ op: 'replace', path: '/spec/containers/0/image', value: 'x:2' }]);
    assert.deepEqual(pod, copy);
  });
});

describe('JSON patch', () => {
  it('adds to lists at an index and at the end', () => {
    const operations = [
      { op: 'add', path: '/a/1', value: 'x' },
      { op: 'add', path: '/a/-', value: 'z' },
      { op: 'copy', from: '/a/0', path: '/b' },
      { op: 'remove', path: '/a/0' },
    ];
    assert.deepEqual(jsonPatch({ a: [1, 2] }, operations), { a: ['x', 2, 'z'], b: 1 });
  });

  it('refuses a path that is not there, a failed test and what is no patch', () => {
    assert.throws(() => jsonPatch({}, [{ op: 'replace', path: '/a', value: 1 }]), { code: 422 });
    assert.throws(() => jsonPatch({ a: [] }, [{ op: 'add', path: '/a/3', value: 1 }]), { code: 422 });
    assert.throws(() => jsonPatch({ a: 1 }, [{ op: 'test', path: '/a', value: 2 }]), { code: 422 });
    assert.throws(() => jsonPatch({}, { a: 1 }), { code: 400 });
    assert.throws(() => jsonPatch({}, [{ op: 'nonsense', path: '/a' }]), { code: 400 });
  });
});
