import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import type { Reflector, ReflectorFactory, ReflectorQuery } from '../../../src/core/reflector/reflector.ts';
import type { SyncedKind } from '../../../src/core/vcluster/syncedKind.ts';
import { openSynced } from '../../../src/core/vcluster/syncedReflectors.ts';

/** What a kind's reflector keeps of an object. */
function kept(kind: SyncedKind, object: KubeObject): unknown {
  let project: (given: KubeObject) => unknown = () => undefined;
  const reflectors: ReflectorFactory = <T>(_client: KubeClient, query: ReflectorQuery<T>) => {
    project = query.project;
    return {} as Reflector<T>;
  };
  openSynced({ name: 'dev', namespace: 'team', client: {} as KubeClient, reflectors }, kind, undefined);
  return project(object);
}

const labels = { 'vcluster.loft.sh/managed-by': 'dev', 'vcluster.loft.sh/namespace': 'default' };

function object(name: string, annotations: Record<string, string>): KubeObject {
  return { metadata: { name, namespace: 'team', labels, annotations } };
}

describe('the objects that a host makes for synced Services', () => {
  const made = object('web-x-default-x-dev', { 'endpoints.kubernetes.io/last-change-trigger-time': 'now' });
  const synced = object('db-x-default-x-dev', {
    'vcluster.loft.sh/object-name': 'db',
    'vcluster.loft.sh/object-host-name': 'db-x-default-x-dev',
  });
  const mirrored = object('db-x-default-x-dev-7x2lk', synced.metadata?.annotations ?? {});

  for (const kind of ['endpoints', 'endpointslices'] as const) {
    it(`are not taken for synced ${kind}, though they carry the labels`, () => {
      assert.equal(kept(kind, made), undefined);
      assert.equal(kept(kind, mirrored), undefined);
      assert.equal((kept(kind, synced) as { virtualName: string }).virtualName, 'db');
    });
  }

  it('are told apart for no other kind', () => {
    assert.equal((kept('services', made) as { virtualName: string }).virtualName, 'web');
  });
});
