import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { OperationError, type OperationErrorKind } from '../../../src/core/base/operationError.ts';
import { KubeError, type KubeErrorKind } from '../../../src/core/kube/error.ts';
import { remediesOf } from '../../../src/core/operations/remedy.ts';

describe('what can be done about an error', () => {
  const operation: readonly (readonly [OperationErrorKind, ...string[]])[] = [
    ['protected', 'unlock'],
    ['gone', 'refresh'],
    ['notReady', 'controlPlaneLogs', 'tryAgain'],
    ['kubeconfigSecret', 'controlPlaneLogs', 'tryAgain'],
    ['portTaken', 'tryAgain'],
    ['toolMissing', 'toolPath', 'tryAgain'],
    ['toolUnfit', 'toolPath', 'tryAgain'],
    ['toolFailed', 'tryAgain'],
    ['toolTimeout', 'tryAgain'],
    ['refused'],
    ['invalid'],
  ];
  for (const [kind, ...expected] of operation) {
    it(`${kind}: ${expected.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(remediesOf(new OperationError(kind, 'No.')), expected);
    });
  }

  const kube: readonly (readonly [KubeErrorKind, ...string[]])[] = [
    ['unreachable', 'tryAgain'],
    ['kubeconfig', 'chooseKubeconfig', 'tryAgain'],
    ['notFound', 'refresh'],
    ['invalid'],
  ];
  for (const [kind, ...expected] of kube) {
    it(`${kind} of a cluster: ${expected.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(remediesOf(new KubeError(kind, 'No.')), expected);
    });
  }

  it('is what the error itself says, where its kind alone does not tell', () => {
    assert.deepEqual(remediesOf(new OperationError('refused', 'It is paused.', undefined, 'resume')), ['resume']);
  });

  it('is nothing for what is no error of ours', () => {
    assert.deepEqual(remediesOf(new Error('No.')), []);
    assert.deepEqual(remediesOf('No.'), []);
  });
});
