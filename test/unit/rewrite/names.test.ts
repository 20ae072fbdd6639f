import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { hostName } from '../../../src/core/rewrite/predict.ts';

const old = { name: 'my-vcluster', namespace: 'vcluster-my-vcluster', version: '0.14.2' };
const current = { ...old, version: '0.36.1' };

suite('Names on the host', () => {
  test('say object, namespace and vcluster, and are cut over 63 bytes', () => {
    for (const target of [old, current]) {
      assert.equal(
        hostName({ kind: 'Pod', name: 'nginx', namespace: 'default' }, target),
        'nginx-x-default-x-my-vcluster',
      );
      assert.equal(
        hostName(
          { kind: 'Service', name: 'my-application-backend-service', namespace: 'team-payments-production' },
          target,
        ),
        'my-application-backend-service-x-team-payments-produ-09820e9ad9',
      );
    }
  });

  test('of the API service is the vcluster’s', () => {
    assert.equal(hostName({ kind: 'Service', name: 'kubernetes', namespace: 'default' }, current), 'my-vcluster');
    assert.equal(
      hostName({ kind: 'Service', name: 'kubernetes', namespace: 'other' }, current),
      'kubernetes-x-other-x-my-vcluster',
    );
  });

  test('exist only for kinds that are synced', () => {
    assert.equal(
      hostName({ kind: 'Deployment', apiVersion: 'apps/v1', name: 'web', namespace: 'default' }, current),
      undefined,
    );
    const policy = { kind: 'NetworkPolicy', apiVersion: 'networking.k8s.io/v1', name: 'p', namespace: 'a' };
    assert.equal(hostName(policy, current), undefined);
    assert.equal(
      hostName(policy, current, { values: { sync: { toHost: { networkPolicies: { enabled: true } } } } }),
      'p-x-a-x-my-vcluster',
    );
    assert.equal(
      hostName(policy, old, { values: { sync: { networkpolicies: { enabled: true } } } }),
      'p-x-a-x-my-vcluster',
    );
  });

  test('at cluster scope are the host’s own unless the kind is synced', () => {
    const claim = { kind: 'PersistentVolume', name: 'pv' };
    const values = { sync: { toHost: { persistentVolumes: { enabled: true } } } };
    assert.equal(hostName(claim, current), 'pv');
    assert.equal(hostName(claim, current, { values }), 'vcluster-pv-x-vcluster-my-vcluster-x-my-vcluster');
    assert.equal(
      hostName({ kind: 'Node', name: 'n' }, current, { values: { sync: { fromHost: { nodes: { enabled: true } } } } }),
      'n',
    );
  });

  test('in multi-namespace mode stay, and the namespace is hashed', () => {
    const options = { values: { multiNamespaceMode: { enabled: true } } };
    assert.equal(hostName({ kind: 'Pod', name: 'nginx', namespace: 'default' }, old, options), 'nginx');
    assert.equal(hostName({ kind: 'Namespace', name: 'default' }, old, options), 'vcluster-37a8eec1-b6420b83');
    assert.equal(
      hostName({ kind: 'ConfigMap', name: 'kube-root-ca.crt', namespace: 'default' }, old, options),
      'vcluster-kube-root-ca.crt-x-my-vcluster',
    );
  });

  test('follow namespace mappings since v0.26', () => {
    const byName = { 'team-*': 'host-team-*', exact: 'other', [`$\{name}-x`]: 'y' };
    const namespaces = { enabled: true, mappingsOnly: true, mappings: { byName } };
    const options = { values: { sync: { toHost: { namespaces } } } };
    const of = (name: string): string | undefined => hostName({ kind: 'Namespace', name }, current, options);
    assert.deepEqual(['team-a', 'exact', 'my-vcluster-x', 'none'].map(of), ['host-team-a', 'other', 'y', undefined]);
    assert.equal(hostName({ kind: 'Pod', name: 'p', namespace: 'none' }, current, options), undefined);
  });

  test('of device claims are short', () => {
    const options = { values: { sync: { toHost: { resourceClaims: { enabled: true } } } } };
    const name = hostName({ kind: 'ResourceClaim', name: 'gpu', namespace: 'a' }, current, options);
    assert.match(name ?? '', /^v[0-9a-z]{13}$/u);
  });

  test('of custom resources follow the configuration', () => {
    const values = { sync: { toHost: { customResources: { 'certificates.cert-manager.io': { enabled: true } } } } };
    const certificate = { kind: 'Certificate', apiVersion: 'cert-manager.io/v1', name: 'c', namespace: 'a' };
    assert.equal(hostName(certificate, current, { values }), 'c-x-a-x-my-vcluster');
    assert.equal(hostName(certificate, current), undefined);
  });

  test('of a version that cannot be read are those of the newest', () => {
    const target = { ...current, version: 'latest' };
    assert.equal(hostName({ kind: 'Pod', name: 'p', namespace: 'a' }, target), 'p-x-a-x-my-vcluster');
  });
});
