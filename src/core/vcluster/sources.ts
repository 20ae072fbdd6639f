import type { KubeClient } from '../kube/client.ts';
import { resources } from '../kube/resource.ts';
import type { ReflectorFactory } from '../reflector/reflector.ts';
import { controlPlaneApps, marks } from './marks.ts';
import {
  type IngressRecord,
  projectIngress,
  projectSecret,
  projectService,
  type SecretRecord,
  type ServiceRecord,
} from './objects.ts';
import { type PodRecord, projectPod } from './pod.ts';
import { Source, type SourceListener } from './source.ts';
import { type WorkloadRecord, workloadProjection } from './workload.ts';

/** Everything on one host cluster that vclusters are recognised by. Without the first three nothing can be said of them. */
export interface Sources {
  readonly statefulsets: Source<WorkloadRecord>;
  readonly deployments: Source<WorkloadRecord>;
  readonly pods: Source<PodRecord>;
  readonly secrets: Source<SecretRecord>;
  readonly services: Source<ServiceRecord>;
  readonly ingresses: Source<IngressRecord>;
}

/**
 * Six lists and watches for a whole host cluster, however many vclusters it holds. Secrets come without their data. Services
 * are narrowed to those that are not ClusterIP, where the server knows that field selector; a server without Ingresses has none.
 */
export function openSources(
  client: KubeClient,
  reflectors: ReflectorFactory,
  fallbackNamespaces: readonly string[],
  listener: SourceListener,
): Sources {
  const parts = { labelSelector: `${marks.app} in (${controlPlaneApps.join(',')})`, fallbackNamespaces };
  const own = { labelSelector: `${marks.app}=vcluster`, fallbackNamespaces };
  const services = { ...own, type: resources.services, project: projectService };
  const { deployments, ingresses, pods, secrets, statefulsets } = resources;
  return {
    statefulsets: new Source(
      client,
      reflectors,
      { query: { ...parts, type: statefulsets, project: workloadProjection('StatefulSet') } },
      listener,
    ),
    deployments: new Source(
      client,
      reflectors,
      { query: { ...parts, type: deployments, project: workloadProjection('Deployment') } },
      listener,
    ),
    pods: new Source(client, reflectors, { query: { ...parts, type: pods, project: projectPod } }, listener),
    secrets: new Source(
      client,
      reflectors,
      { query: { ...own, type: secrets, metadataOnly: true, project: projectSecret } },
      listener,
    ),
    services: new Source(
      client,
      reflectors,
      { query: { ...services, fieldSelector: 'spec.type!=ClusterIP' }, instead: { invalid: services } },
      listener,
    ),
    ingresses: new Source(
      client,
      reflectors,
      { query: { ...own, type: ingresses, project: projectIngress }, instead: { notFound: 'nothing' } },
      listener,
    ),
  };
}
