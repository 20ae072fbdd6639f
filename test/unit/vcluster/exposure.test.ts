import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import type { Exposure } from '../../../src/core/vcluster/model.ts';
import { fixture, foldFixture } from './fixture.ts';

const metadata = { name: 'pr-0003', namespace: 'vcluster-pr-0003', labels: { app: 'vcluster', release: 'pr-0003' } };
const ports = [
  { name: 'https', port: 443, nodePort: 30443 },
  { name: 'kubelet', port: 10250, nodePort: 31250 },
];
const ingress: KubeObject = { metadata, spec: { rules: [{ host: 'vc.example.com' }] } };

function service(type: string, balancer?: unknown, more: object = {}): KubeObject {
  return { metadata: { ...metadata, ...more }, spec: { type, ports }, status: { loadBalancer: { ingress: balancer } } };
}

function exposure(services: readonly KubeObject[], ingresses: readonly KubeObject[] = []): Exposure {
  return foldFixture({ ...fixture('current-running'), services, ingresses }).exposure;
}

describe('exposure', () => {
  it('is inside the cluster by default', () => {
    assert.deepEqual(exposure([]), { kind: 'ClusterIP' });
    assert.deepEqual(exposure([service('ClusterIP')]), { kind: 'ClusterIP' });
  });

  it('is a load balancer, with its address as soon as it has one', () => {
    assert.deepEqual(exposure([service('LoadBalancer')]), { kind: 'LoadBalancer' });
    assert.deepEqual(exposure([service('LoadBalancer', [{ ip: '1.2.3.4' }])]), {
      kind: 'LoadBalancer',
      address: 'https://1.2.3.4',
    });
    assert.deepEqual(exposure([service('LoadBalancer', [{ hostname: 'lb.example.com', ip: '1.2.3.4' }])], [ingress]), {
      kind: 'LoadBalancer',
      address: 'https://lb.example.com',
    });
    assert.equal(exposure([service('LoadBalancer', [{ ip: '2001:db8::1' }])]).address, 'https://[2001:db8::1]');
  });

  it('is the second Service of the legacy generation', () => {
    const lb = service('LoadBalancer', [{ ip: '1.2.3.4' }], { name: 'pr-0003-lb' });
    assert.equal(exposure([service('ClusterIP'), lb]).address, 'https://1.2.3.4');
    assert.equal(exposure([service('LoadBalancer', [], { name: 'pr-0003-etcd' })]).kind, 'ClusterIP');
  });

  it('is an Ingress before a node port', () => {
    assert.deepEqual(exposure([service('NodePort')], [ingress]), {
      kind: 'Ingress',
      address: 'https://vc.example.com',
    });
    assert.deepEqual(exposure([], [{ metadata, spec: {} }]), { kind: 'Ingress' });
  });

  it('is a port of the node that runs it', () => {
    assert.deepEqual(exposure([service('NodePort')]), { kind: 'NodePort', address: 'https://10.0.0.1:30443' });
  });
});
