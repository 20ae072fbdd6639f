import { lookUp } from './lookup.ts';
import { annotations, limits, openNetwork, quota, requests, security } from './sharedDefaults.ts';

const etcd = 'controlPlane.backingStore.etcd.deploy.statefulSet';

/** What the chart sets, other than empty and false, by path, where a migration asks for it (values.yaml of 0.36). */
const defaults: Readonly<Record<string, unknown>> = {
  'sync.toHost.services.enabled': true,
  'sync.toHost.configMaps.enabled': true,
  'sync.toHost.secrets.enabled': true,
  'sync.toHost.endpoints.enabled': true,
  'sync.toHost.pods.enabled': true,
  'sync.toHost.pods.rewriteHosts.enabled': true,
  'sync.toHost.persistentVolumeClaims.enabled': true,
  'sync.fromHost.events.enabled': true,
  'networking.advanced.proxyKubelets.byIP': true,
  'networking.advanced.proxyKubelets.byHostname': true,
  'networking.advanced.clusterDomain': 'cluster.local',
  'policies.networkPolicy.fallbackDns': '8.8.8.8',
  'policies.networkPolicy.outgoingConnections.ipBlock.cidr': '0.0.0.0/0',
  'policies.networkPolicy.outgoingConnections.ipBlock.except': openNetwork,
  'policies.resourceQuota.quota': quota,
  'policies.limitRange.default': limits,
  'policies.limitRange.defaultRequest': requests,
  'controlPlane.ingress.host': 'my-host.com',
  'controlPlane.ingress.pathType': 'ImplementationSpecific',
  'controlPlane.ingress.annotations': annotations,
  'controlPlane.service.spec.type': 'ClusterIP',
  'controlPlane.coredns.enabled': true,
  'controlPlane.coredns.deployment.replicas': 1,
  'controlPlane.coredns.deployment.resources.limits': { cpu: '1000m', memory: '170Mi' },
  'controlPlane.coredns.deployment.resources.requests': { cpu: '20m', memory: '64Mi' },
  'controlPlane.coredns.service.spec.type': 'ClusterIP',
  'controlPlane.proxy.bindAddress': '0.0.0.0',
  'controlPlane.statefulSet.highAvailability.replicas': 1,
  'controlPlane.statefulSet.highAvailability.leaseDuration': 60,
  'controlPlane.statefulSet.highAvailability.renewDeadline': 40,
  'controlPlane.statefulSet.highAvailability.retryPeriod': 15,
  'controlPlane.statefulSet.security.containerSecurityContext': security,
  'controlPlane.statefulSet.probes.livenessProbe.enabled': true,
  'controlPlane.statefulSet.probes.readinessProbe.enabled': true,
  'controlPlane.statefulSet.probes.startupProbe.enabled': true,
  'controlPlane.statefulSet.persistence.volumeClaim.enabled': true,
  'controlPlane.statefulSet.persistence.volumeClaim.size': '5Gi',
  'controlPlane.statefulSet.persistence.binariesVolume': [{ name: 'binaries', emptyDir: {} }],
  [`${etcd}.highAvailability.replicas`]: 1,
  [`${etcd}.persistence.volumeClaim.enabled`]: true,
  [`${etcd}.persistence.volumeClaim.size`]: '5Gi',
  [`${etcd}.resources.requests`]: { cpu: '20m', memory: '150Mi' },
  'controlPlane.advanced.serviceAccount.enabled': true,
  'controlPlane.advanced.workloadServiceAccount.enabled': true,
  'rbac.role.enabled': true,
  'experimental.syncSettings.setOwner': true,
  'telemetry.enabled': true,
};

/** What the chart sets at a path; undefined for nothing, an empty value or false. */
export function chartDefault(path: readonly string[]): unknown {
  return lookUp(defaults, path);
}
