import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseVirtualContext, virtualContextName } from '../../../src/core/vcluster/context.ts';
import { parseVClusterId, vclusterId } from '../../../src/core/vcluster/id.ts';

describe('the context of a vcluster', () => {
  it('is taken apart as the CLI does', () => {
    assert.deepEqual(parseVirtualContext('vcluster_test_vcluster-test_minikube_test'), {
      name: 'test',
      namespace: 'vcluster-test',
      parent: 'minikube_test',
    });
    const others = [
      'foo',
      'vcluster_context',
      'vcluster_a_b',
      'vcluster__b_c',
      'vcluster_a__c',
      'vcluster-docker_a',
      '',
    ];
    assert.deepEqual(others.map(parseVirtualContext), Array(others.length).fill(undefined));
  });

  it('has a name that comes apart again', () => {
    const parts = { name: 'a', namespace: 'b', parent: 'arn:aws:eks:eu:1:cluster/x_y' };
    assert.deepEqual(parseVirtualContext(virtualContextName(parts)), parts);
  });
});

describe('the id of a vcluster', () => {
  it('comes apart again, whatever the context is called', () => {
    for (const context of ['host', 'arn:aws:eks:eu-1:1:cluster/x', 'a b/c%2F_ä', '']) {
      const address = { context, namespace: 'n', name: 'v' };
      assert.deepEqual(parseVClusterId(vclusterId(address)), address);
    }
  });

  it('can be made of any text', () => {
    assert.equal(vclusterId({ context: 'a\ud800', namespace: 'n', name: '\udfff' }), 'a%EF%BF%BD/n/%EF%BF%BD');
  });

  it('is not any text', () => {
    assert.deepEqual(['', 'a/b', 'a/b/c/d', 'a//c', 'a/b/', '%/b/c'].map(parseVClusterId), Array(6).fill(undefined));
  });
});
