import * as l10n from '@vscode/l10n';
import { dnsRecords } from './dnsRules.ts';
import { changed, gone, type LegacyRules, moved } from './legacyRule.ts';
import { isOn } from './words.ts';

const deployment = 'controlPlane.coredns.deployment';

/** A Service of its own carried these, beside the one of type ClusterIP. */
const loadBalancer = (): string =>
  l10n.t('The old chart made a second Service for the load balancer; now the Service of the vcluster itself is one.');

/** What becomes of the ways in, and of the DNS inside. */
export const exposureRules: LegacyRules = {
  'service.type': (old, to) => {
    const carrying = old.value === 'LoadBalancer' ? { change: loadBalancer() } : {};
    to.carry(old, 'controlPlane.service.spec.type', 'text', carrying);
  },
  'service.externalips': moved('controlPlane.service.spec.externalIPs', 'texts'),
  'service.externaltrafficpolicy': moved('controlPlane.service.spec.externalTrafficPolicy', 'text'),
  'service.loadbalancerip': moved('controlPlane.service.spec.loadBalancerIP', 'text'),
  'service.loadbalancersourceranges': moved('controlPlane.service.spec.loadBalancerSourceRanges', 'texts'),
  'service.loadbalancerclass': moved('controlPlane.service.spec.loadBalancerClass', 'text'),
  'service.loadbalancerannotations': changed('controlPlane.service.annotations', 'textMap', loadBalancer),
  'ingress.enabled': moved('controlPlane.ingress.enabled', 'boolean'),
  'ingress.pathtype': moved('controlPlane.ingress.pathType', 'text'),
  'ingress.host': (old, to) => {
    if (to.isOldDefault(old) && !isOn(to.keys.read('ingress', 'enabled'))) {
      to.note(old, 'dropped', l10n.t('This was what the old chart did anyway.'));
    } else {
      to.carry(old, 'controlPlane.ingress.host', 'text');
    }
  },
  'ingress.annotations': moved('controlPlane.ingress.annotations', 'textMap'),
  'ingress.labels': moved('controlPlane.ingress.labels', 'textMap'),
  'ingress.ingressclassname': moved('controlPlane.ingress.spec.ingressClassName', 'text'),
  'ingress.tls': moved('controlPlane.ingress.spec.tls', 'maps'),
  'ingress.apiversion': gone('dropped', () => l10n.t('The chart writes an Ingress of networking.k8s.io/v1.')),
  'coredns.enabled': moved('controlPlane.coredns.enabled', 'boolean'),
  'coredns.replicas': moved(`${deployment}.replicas`, 'integer'),
  'coredns.image': (old, to) => {
    if (String(old.value).startsWith('public.ecr.aws/eks-distro/')) {
      to.note(old, 'dropped', l10n.t('This was the image of EKS; vcluster has one that fits its Kubernetes.'));
    } else {
      to.carry(old, `${deployment}.image`, 'text');
    }
  },
  'coredns.nodeselector': moved(`${deployment}.nodeSelector`, 'textMap'),
  'coredns.resources.limits': moved(`${deployment}.resources.limits`, 'map'),
  'coredns.resources.requests': moved(`${deployment}.resources.requests`, 'map'),
  'coredns.podlabels': moved(`${deployment}.pods.labels`, 'textMap'),
  'coredns.podannotations': moved(`${deployment}.pods.annotations`, 'textMap'),
  'coredns.config': moved('controlPlane.coredns.overwriteConfig', 'text'),
  'coredns.manifests': moved('controlPlane.coredns.overwriteManifests', 'text'),
  'coredns.service.type': moved('controlPlane.coredns.service.spec.type', 'text'),
  'coredns.service.externalips': moved('controlPlane.coredns.service.spec.externalIPs', 'texts'),
  'coredns.service.externaltrafficpolicy': moved('controlPlane.coredns.service.spec.externalTrafficPolicy', 'text'),
  'coredns.service.annotations': moved('controlPlane.coredns.service.annotations', 'textMap'),
  'coredns.integrated': moved('controlPlane.coredns.embedded', 'boolean'),
  'coredns.fallback': moved('policies.networkPolicy.fallbackDns', 'text'),
  'coredns.plugin.enabled': gone('dropped', () =>
    l10n.t('Records under networking.resolveDNS are there by themselves.'),
  ),
  'coredns.plugin.config': dnsRecords,
};
