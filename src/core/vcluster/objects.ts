import type { KubeObject } from '../kube/resource.ts';
import { marks } from './marks.ts';
import { annotation, count, defined, dig, label, objects, text } from './raw.ts';
import { type SleepMarks, sleepMarks } from './workload.ts';

/** What every record of an object with a label `release` has. */
export interface Released {
  readonly namespace: string;
  readonly name: string;
  readonly release?: string;
}

/** What is kept of a Service that is not just ClusterIP. */
export interface ServiceRecord extends Released {
  readonly type: string;
  /** Host name or IP of the load balancer. */
  readonly host?: string;
  /** The port of `https`, or the first. */
  readonly port?: number;
  readonly nodePort?: number;
}

/** What is kept of an Ingress. */
export interface IngressRecord extends Released {
  readonly host?: string;
}

/** What is kept of a Secret's metadata; for `vc-config-NAME` alone it means something. */
export interface SecretRecord extends Released {
  /** Set while the workloads of the vcluster sleep. */
  readonly sleep?: SleepMarks;
}

/** What is kept of a host namespace. */
export interface NamespaceRecord {
  readonly name: string;
  readonly terminating: boolean;
  /** The namespace inside the vcluster that it stands for. */
  readonly virtualName?: string;
}

function released(object: KubeObject): { namespace: string; name: string; release: string | undefined } {
  return {
    namespace: text(dig(object, 'metadata', 'namespace')) ?? '',
    name: text(dig(object, 'metadata', 'name')) ?? '',
    release: label(object, marks.release),
  };
}

/** The projection of the Services of a control plane. */
export function projectService(object: KubeObject): ServiceRecord {
  const ports = objects(dig(object, 'spec', 'ports'));
  const https = ports.find((one) => dig(one, 'name') === 'https') ?? ports[0];
  const [balancer] = objects(dig(object, 'status', 'loadBalancer', 'ingress'));
  return defined<ServiceRecord>({
    ...released(object),
    type: text(dig(object, 'spec', 'type')) ?? 'ClusterIP',
    host: text(dig(balancer, 'hostname')) ?? text(dig(balancer, 'ip')),
    port: count(dig(https, 'port')),
    nodePort: count(dig(https, 'nodePort')) || undefined,
  });
}

/** The projection of the Ingresses of a control plane. */
export function projectIngress(object: KubeObject): IngressRecord {
  const [rule] = objects(dig(object, 'spec', 'rules'));
  return defined<IngressRecord>({ ...released(object), host: text(dig(rule, 'host')) });
}

/** The projection of Secrets, from metadata alone. */
export function projectSecret(object: KubeObject): SecretRecord {
  const asleep = annotation(object, marks.sleepType) !== undefined;
  return defined<SecretRecord>({ ...released(object), sleep: asleep ? sleepMarks(object) : undefined });
}

/** The projection of namespaces, from metadata alone. */
export function projectNamespace(object: KubeObject): NamespaceRecord {
  return defined<NamespaceRecord>({
    name: text(dig(object, 'metadata', 'name')) ?? '',
    terminating: text(dig(object, 'metadata', 'deletionTimestamp')) !== undefined,
    virtualName: annotation(object, marks.objectName),
  });
}
