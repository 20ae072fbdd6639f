import assert from 'node:assert/strict';
import {
  hostClusterName,
  hostLabelKey,
  hostName,
  hostNamespaceLabelKey,
  safeConcat,
} from '../../../src/core/vcluster/translate.ts';

const a = (count: number) => 'a'.repeat(count);
const v = (count: number) => 'v'.repeat(count);

describe('names on the host', () => {
  const vectors: readonly (readonly [name: string, namespace: string, vcluster: string, host: string])[] = [
    ['my-pod', 'default', '123', 'my-pod-x-default-x-123'],
    ['retainPVC', 'test', 'suffix', 'retainPVC-x-test-x-suffix'],
    ['coredns-854c77959c-79tqj', 'kube-system', 'vcluster-1', 'coredns-854c77959c-79tqj-x-kube-system-x-vcluster-1'],
    [
      'rook-nfs-operator-5fd99c7c8-dcnnj',
      'rook-nfs-system',
      'vcluster-1',
      'rook-nfs-operator-5fd99c7c8-dcnnj-x-rook-nfs-system--b1cadd30c5',
    ],
    ['kube-root-ca.crt', 'default', 'my-vcluster', 'kube-root-ca.crt-x-default-x-my-vcluster'],
    [a(39), 'default', 'my-vcluster', `${a(39)}-x-default-x-my-vcluster`],
    [a(40), 'default', 'my-vcluster', `${a(40)}-x-default-x-7799225210`],
    [a(41), 'default', 'my-vcluster', `${a(41)}-x-default--7b259ddd5b`],
    [a(63), 'default', 'my-vcluster', `${a(52)}-5f81ee9284`],
    [
      'my-application-backend-deployment-7d9f8b6c5d-abcde',
      'production',
      'my-vcluster',
      'my-application-backend-deployment-7d9f8b6c5d-abcde-x-3950260df2',
    ],
    [
      'my-application-backend-service',
      'team-payments-production',
      'my-vcluster',
      'my-application-backend-service-x-team-payments-produ-09820e9ad9',
    ],
    [
      'prometheus-kube-prometheus-stack-prometheus-rulefiles-0.yaml',
      'monitoring',
      'my-vcluster',
      'prometheus-kube-prometheus-stack-prometheus-rulefile-f65a567074',
    ],
    [
      'sh.helm.release.v1.kube-prometheus-stack.v1',
      'monitoring',
      'my-vcluster',
      'sh.helm.release.v1.kube-prometheus-stack.v1-x-monito-6e4214a0a9',
    ],
    // A dot before the cut goes with the dash, and the result is 62 long.
    [
      'sh.helm.release.v1.my-really-long-release-name-here.v12',
      'monitoring',
      'my-vcluster',
      'sh.helm.release.v1.my-really-long-release-name-here-bf3c4b9cd3',
    ],
    [`${a(51)}.b`, 'c', 'vcluster', `${a(51)}-46551129e0`],
    ['api-x-default-x-my-vc', 'default', 'my-vc', 'api-x-default-x-my-vc-x-default-x-my-vc'],
    ['my-pod', '', 'my-vc', 'my-pod-x--x-my-vc'],
    ['', 'default', 'v', ''],
  ];

  for (const [name, namespace, vcluster, host] of vectors) {
    it(`are ${host || 'empty'} for ${namespace}/${name} of ${vcluster}`, () => {
      assert.equal(hostName(name, namespace, vcluster), host);
    });
  }

  it('stay as they are up to 63 bytes', () => {
    assert.equal(safeConcat(a(63)), a(63));
    assert.equal(safeConcat(a(64)).length, 63);
  });

  it('hold the host namespace at cluster scope', () => {
    assert.equal(hostClusterName('high-priority', 'test', 'vcluster'), 'vcluster-high-priority-x-test-x-vcluster');
    assert.equal(
      hostClusterName('pvc-9d75b190-1d19-4e14-82ac-0941ffecd03d', 'vcluster-my-vcluster', 'my-vcluster'),
      'vcluster-pvc-9d75b190-1d19-4e14-82ac-0941ffecd03d-x--393ea48c04',
    );
  });
});

describe('label keys on the host', () => {
  it('hide the key, and count their prefix towards 63', () => {
    assert.equal(hostLabelKey('release', 'suffix'), 'vcluster.loft.sh/label-suffix-x-a4d451ec23');
    assert.equal(hostLabelKey('app', 'my-vcluster'), 'vcluster.loft.sh/label-my-vcluster-x-a172cedcae');
    assert.equal(hostLabelKey('app', v(27)), `vcluster.loft.sh/label-${v(27)}-x-a172cedcae`);
    assert.equal(hostLabelKey('app', v(28)), `vcluster.loft.sh/label-${v(28)}--16aacb4e4c`);
  });

  it('are of their own for labels of the namespace', () => {
    const key = hostNamespaceLabelKey('kubernetes.io/metadata.name', 'my-vcluster');
    assert.equal(key, 'vcluster.loft.sh/ns-label-my-vcluster-x-cf1227b7b2');
    assert.equal(hostNamespaceLabelKey('team', v(25)), `vcluster.loft.sh/ns-label-${v(25)}--69f3134caf`);
  });
});
