import type { Exposure } from './model.ts';
import type { IngressRecord, ServiceRecord } from './objects.ts';
import type { PodRecord } from './pod.ts';

/** What decides how a vcluster is reached. */
export interface ExposureParts {
  readonly name: string;
  readonly services: readonly ServiceRecord[];
  readonly ingresses: readonly IngressRecord[];
  readonly pods: readonly PodRecord[];
}

function url(host: string, port = 443): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === 443 ? `https://${name}` : `https://${name}:${port}`;
}

function exposure(kind: Exposure['kind'], address: string | undefined): Exposure {
  return address === undefined ? { kind } : { kind, address };
}

/**
 * How the API of a vcluster is reached from outside: by the load balancer of its Service (`NAME`, up to 0.19 also `NAME-lb`),
 * else by its Ingress, else by a node port, at the address of a node that runs the control plane.
 */
export function exposureOf({ name, services, ingresses, pods }: ExposureParts): Exposure {
  const own = services.filter((one) => one.name === name || one.name === `${name}-lb`);
  const balancer = own.find(({ type }) => type === 'LoadBalancer');
  if (balancer) {
    return exposure('LoadBalancer', balancer.host === undefined ? undefined : url(balancer.host, balancer.port));
  }
  const ingress = ingresses.find((one) => one.name === name);
  if (ingress) {
    return exposure('Ingress', ingress.host === undefined ? undefined : url(ingress.host));
  }
  const node = own.find(({ type }) => type === 'NodePort');
  if (node) {
    const hostIp = pods.find((one) => one.hostIp !== undefined)?.hostIp;
    const known = hostIp !== undefined && node.nodePort !== undefined;
    return exposure('NodePort', known ? url(hostIp, node.nodePort) : undefined);
  }
  return { kind: 'ClusterIP' };
}
