import type { LegacyDistro } from '../../create/choices.ts';
import { lookUp } from './lookup.ts';
import { annotations, limits, openNetwork, quota, requests, security } from './sharedDefaults.ts';

type Values = Readonly<Record<string, unknown>>;

/** What the charts up to 0.19 set, other than empty and false, by path in lower case (values.yaml of 0.14 to 0.19). */
const common: Values = {
  'sync.services.enabled': true,
  'sync.configmaps.enabled': true,
  'sync.secrets.enabled': true,
  'sync.endpoints.enabled': true,
  'sync.pods.enabled': true,
  'sync.events.enabled': true,
  'sync.persistentvolumeclaims.enabled': true,
  'sync.fake-nodes.enabled': true,
  'sync.fake-persistentvolumes.enabled': true,
  'sync.nodes.fakekubeletips': true,
  'sync.generic.config': '---',
  'init.manifests': '---',
  'ingress.host': 'vcluster.local',
  'ingress.pathtype': 'ImplementationSpecific',
  'ingress.apiversion': 'networking.k8s.io/v1',
  'ingress.annotations': annotations,
  'isolation.podsecuritystandard': 'baseline',
  'isolation.resourcequota.enabled': true,
  'isolation.resourcequota.quota': quota,
  'isolation.limitrange.enabled': true,
  'isolation.limitrange.default': limits,
  'isolation.limitrange.defaultrequest': requests,
  'isolation.networkpolicy.enabled': true,
  'isolation.networkpolicy.outgoingconnections.ipblock.cidr': '0.0.0.0/0',
  'isolation.networkpolicy.outgoingconnections.ipblock.except': openNetwork,
  'syncer.kubeconfigcontextname': 'my-vcluster',
  'syncer.livenessprobe.enabled': true,
  'syncer.readinessprobe.enabled': true,
  'syncer.replicas': 1,
  'syncer.securitycontext': security,
  'syncer.storage.persistence': true,
  'syncer.storage.size': '5Gi',
  'storage.persistence': true,
  'storage.size': '5Gi',
  'etcd.storage.persistence': true,
  'etcd.storage.size': '5Gi',
  'etcd.replicas': 1,
  'etcd.resources': { requests: { cpu: '20m', memory: '150Mi' } },
  'api.replicas': 1,
  'api.resources': { requests: { cpu: '40m', memory: '300Mi' } },
  'controller.replicas': 1,
  'controller.resources': { requests: { cpu: '15m' } },
  'scheduler.replicas': 1,
  'scheduler.resources': { requests: { cpu: '10m' } },
  'serviceaccount.create': true,
  'rbac.role.create': true,
  replicas: 1,
  securitycontext: security,
  'poddisruptionbudget.minavailable': 1,
  'service.type': 'ClusterIP',
  'coredns.enabled': true,
  'coredns.replicas': 1,
  'coredns.service.type': 'ClusterIP',
  'vcluster.resources': { limits: { memory: '2Gi' }, requests: { cpu: '200m', memory: '256Mi' } },
};

const small: Values = { limits: { cpu: '1000m', memory: '170Mi' }, requests: { cpu: '3m', memory: '16Mi' } };
const large: Values = { limits: { cpu: '1000m', memory: '512Mi' }, requests: { cpu: '20m', memory: '64Mi' } };
const littleSyncer: Values = { limits: { cpu: '1000m', memory: '512Mi' }, requests: { cpu: '20m', memory: '64Mi' } };
const bigSyncer: Values = { limits: { memory: '1Gi' }, requests: { cpu: '10m', memory: '64Mi' } };

/** What differs between the charts up to 0.17. */
const byDistro: Readonly<Record<LegacyDistro, Values>> = {
  k3s: { 'vcluster.command': ['/bin/k3s'], 'coredns.resources': small, 'syncer.resources': littleSyncer },
  k0s: { 'vcluster.command': ['k0s'], 'coredns.resources': large, 'syncer.resources': bigSyncer },
  k8s: { 'coredns.resources': small, 'syncer.resources': littleSyncer },
  eks: { 'coredns.resources': large, 'syncer.resources': bigSyncer },
};

/** What the charts of 0.18 and 0.19 set otherwise, where one container runs the syncer and the API server. */
const later: Values = {
  'vcluster.resources': { limits: { cpu: '100m', memory: '256Mi' }, requests: { cpu: '40m', memory: '64Mi' } },
  'syncer.storage.binariesvolume': [{ name: 'binaries', emptyDir: {} }],
  'scheduler.disabled': true,
  'coredns.fallback': '8.8.8.8',
  'telemetry.instancecreator': 'helm',
};

function grown(requests: Values, limits: Values = {}): Values {
  return {
    'syncer.resources': {
      limits: { 'ephemeral-storage': '8Gi', ...limits, memory: '2Gi' },
      requests: { 'ephemeral-storage': '200Mi', ...requests },
    },
  };
}

const laterByDistro: Readonly<Record<LegacyDistro, Values>> = {
  k3s: { 'vcluster.command': ['/binaries/k3s'], ...grown({ cpu: '200m', memory: '256Mi' }) },
  k0s: { 'vcluster.command': ['/binaries/k0s'], ...grown({ cpu: '10m', memory: '64Mi' }) },
  k8s: grown({ cpu: '20m', memory: '256Mi' }, { cpu: '1000m' }),
  eks: grown({ cpu: '10m', memory: '256Mi' }),
};

/**
 * What the old charts set at a path, in whatever letter case: those up to 0.17, and those of 0.18 and 0.19 where they differ. None for
 * nothing, an empty value or false.
 */
export function legacyDefaults(distro: LegacyDistro, path: readonly string[]): readonly unknown[] {
  for (let lowered = path.length; lowered > 0; lowered -= 1) {
    const steps = path.map((step, i) => (i < lowered ? step.toLowerCase() : step));
    const found = [
      lookUp(byDistro[distro], steps) ?? lookUp(common, steps),
      lookUp(laterByDistro[distro], steps) ?? lookUp(later, steps),
    ].filter((value) => value !== undefined);
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}
