import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import { isCoreDns } from '../../../src/core/vcluster/role.ts';
import { annotatedProjection, syncedProjection, virtualIdentity } from '../../../src/core/vcluster/synced.ts';
import { changed, syncedFixtures } from './fixture.ts';

const objects = syncedFixtures();
const long = 'a-namespace-with-a-quite-long-name-pushing-over-the-limit';

function object(key: string): KubeObject {
  const found = objects[key];
  assert.ok(found, key);
  return found;
}

/** Virtual namespace and name of real host objects; where only the host's own controllers wrote, the labels say less. */
const identities: Readonly<Record<string, string>> = {
  'legacy/pods/db-0': 'default/db-0',
  'legacy/pods/coredns': 'kube-system/coredns-7585c88d99-fcsbz',
  'legacy/services/headless': 'default/headless',
  'legacy/persistentvolumes/pv-two': 'undefined/pv-two',
  'legacy/endpointslices/mirrored': 'default/noselector',
  'legacy/endpoints/headless': 'default/headless',
  'legacy/endpointslices/headless': 'default/undefined',
  'legacy/serviceaccounts/builder': 'team-a/builder',
  'legacy/configmaps/hashed': `${long}/other-long-config-map-name-for-this-namespace`,
  'current/pods/db-0': 'default/db-0',
  'current/pods/coredns': 'kube-system/coredns-df8c87f55-dlj79',
  'current/pods/dots': 'default/p20.with.dots',
  'current/services/headless': 'default/headless',
  'current/priorityclasses/high-prio': 'undefined/high-prio',
  'current/endpoints/headless': 'default/headless',
  'current/configmaps/hashed': `${long}/other-long-config-map-name-for-this-namespace`,
  'multi/pods/db-0': 'default/db-0',
  'multi/services/headless': 'default/headless',
};

function labelled(name: string, namespace: string | undefined, annotations: Record<string, unknown> = {}): KubeObject {
  const labels = { 'vcluster.loft.sh/managed-by': 'vc', ...(namespace && { 'vcluster.loft.sh/namespace': namespace }) };
  return { metadata: { name, namespace: 'host', labels, annotations } } as KubeObject;
}

describe('virtualIdentity', () => {
  for (const [key, expected] of Object.entries(identities)) {
    it(`${key} is ${expected}`, () => {
      const { namespace, name } = virtualIdentity(object(key), 'my-vcluster');
      assert.equal(`${namespace}/${name}`, expected);
    });
  }

  it('strips only what the syncer appends', () => {
    const name = (hostName: string, namespace?: string) => virtualIdentity(labelled(hostName, namespace), 'vc').name;
    assert.equal(name('api-x-default-x-vc-x-default-x-vc', 'default'), 'api-x-default-x-vc');
    assert.equal(name('app-x-team-x-blue-x-vc', 'team-x-blue'), 'app');
    assert.equal(name('app-x-team-x-blue-x-vc', 'blue'), 'app-x-team', 'the label is what is known');
    assert.equal(name('app-x-default-x-vc'), undefined);
    assert.equal(name('app-x-default-x-other', 'default'), undefined);
    assert.equal(name('-x-default-x-vc', 'default'), undefined);
    assert.equal(name('app-x-default-0123456789', 'default'), undefined);
  });

  it('does not believe annotations that were copied from another object', () => {
    const annotations = {
      'vcluster.loft.sh/object-name': 'original',
      'vcluster.loft.sh/object-namespace': 'other',
      'vcluster.loft.sh/object-host-name': 'original-x-other-x-vc',
    };
    assert.deepEqual(virtualIdentity(labelled('copy', 'default', annotations), 'vc'), {
      name: undefined,
      namespace: 'default',
    });
    const own = virtualIdentity(labelled('original-x-other-x-vc', 'default', annotations), 'vc');
    assert.deepEqual(own, { name: 'original', namespace: 'other' });
  });
});

describe('syncedProjection', () => {
  it('keeps little of a pod, and what kubectl would show of it', () => {
    const item = syncedProjection({ vcluster: 'my-vcluster', pods: true })(object('legacy/pods/coredns'));
    assert.deepEqual(item, {
      key: 'vcluster-my-vcluster/coredns-7585c88d99-fcsbz-x-kube-system-x-my-vcluster',
      hostNamespace: 'vcluster-my-vcluster',
      hostName: 'coredns-7585c88d99-fcsbz-x-kube-system-x-my-vcluster',
      uid: 'caa97440-afe1-4551-b351-d0b89bae2cdf',
      virtualName: 'coredns-7585c88d99-fcsbz',
      virtualNamespace: 'kube-system',
      status: 'Running',
      ready: '1/1',
      phase: 'running',
      createdAt: Date.parse('2026-11-22T12:07:09Z'),
    });
  });

  it('has no status for other kinds, and no namespaces at cluster scope', () => {
    const item = syncedProjection({ vcluster: 'my-vcluster', pods: false })(
      object('current/priorityclasses/high-prio'),
    );
    assert.deepEqual(Object.keys(item), ['key', 'hostName', 'uid', 'virtualName', 'createdAt']);
    assert.equal(item.key, item.hostName);
  });

  it('does not take a finished job for a failure', () => {
    const done = changed(object('current/pods/db-0'), { 'status|phase': 'Succeeded' });
    assert.equal(syncedProjection({ vcluster: 'my-vcluster', pods: true })(done).phase, undefined);
  });

  it('takes only what a syncer annotated from a namespace without marks', () => {
    const project = annotatedProjection({ vcluster: 'my-vcluster', pods: false, virtualNamespace: 'default' });
    assert.equal(project(object('multi/services/headless'))?.virtualName, 'headless');
    assert.equal(project(object('multi/endpoints/headless')), undefined);
    assert.equal(project({ metadata: { name: 'kube-root-ca.crt', namespace: 'n' } }), undefined);
  });

  it('survives anything in place of anything', () => {
    const project = syncedProjection({ vcluster: 'vc', pods: true });
    for (const junk of [undefined, null, 7, 'x', [], {}, '\udfff']) {
      const metadata = {
        name: junk,
        namespace: junk,
        labels: junk,
        annotations: junk,
        creationTimestamp: junk,
        uid: junk,
      };
      for (const value of [{ metadata }, { metadata: junk, status: junk, spec: junk }]) {
        assert.equal(typeof project(value as unknown as KubeObject).key, 'string');
      }
    }
  });
});

describe('isCoreDns', () => {
  it('knows the pod of both generations, although the first one hashes its labels', () => {
    const found = Object.keys(objects).filter((key) => isCoreDns(object(key)));
    assert.deepEqual(found, ['legacy/pods/coredns', 'current/pods/coredns']);
  });

  it('is not fooled by another namespace', () => {
    const elsewhere = { 'metadata|annotations|vcluster.loft.sh/object-namespace': 'default' };
    assert.equal(isCoreDns(changed(object('current/pods/coredns'), elsewhere)), false);
  });

  it('goes by the label where the annotation is missing', () => {
    const bare = { 'metadata|annotations|vcluster.loft.sh/labels': undefined };
    assert.equal(isCoreDns(changed(object('current/pods/coredns'), bare)), true);
    assert.equal(isCoreDns(changed(object('legacy/pods/coredns'), bare)), false);
  });
});
