import * as l10n from '@vscode/l10n';
import { child, type Node } from '../draft.ts';
import { Placeholder } from '../placeholder.ts';
import { pages, type Rule, type Work } from '../rule.ts';
import { apiAddress } from './env.ts';

function distinct(values: readonly unknown[]): readonly unknown[] {
  return [...new Set(values)];
}

function list(node: Node | undefined, key: string): readonly unknown[] {
  const value = node?.[key];
  return Array.isArray(value) ? value : [];
}

function rewriteDns(work: Work): void {
  const spec = child(work.object, 'spec');
  const policy = spec?.['dnsPolicy'] ?? 'ClusterFirst';
  const through = policy === 'ClusterFirstWithHostNet' || (policy === 'ClusterFirst' && spec?.['hostNetwork'] !== true);
  if (spec === undefined || !through) {
    return;
  }
  const domain = work.config.clusterDomain;
  const given = child(spec, 'dnsConfig');
  const searches = [`${work.namespace}.svc.${domain}`, `svc.${domain}`, domain];
  work.draft.set(spec, 'dnsPolicy', 'None');
  work.draft.set(spec, 'dnsConfig', {
    nameservers: distinct([new Placeholder('cluster IP of the virtual DNS', 'ip'), ...list(given, 'nameservers')]),
    options: [{ name: 'ndots', value: '5' }],
    searches: distinct([...searches, ...list(given, 'searches')]),
  });
}

function addHostAlias(work: Work): void {
  const spec = work.draft.within(work.object, 'spec');
  const names = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
  const full = `kubernetes.default.svc.${work.config.clusterDomain}`;
  // The full name comes first since v0.31, so that it is the canonical one.
  const hostnames = work.config.minor >= 31 ? [full, ...names] : names;
  work.draft.add(spec, 'hostAliases', [{ hostnames, ip: apiAddress(work) }]);
}

function setHostname({ draft, object, name }: Work): void {
  const spec = draft.within(object, 'spec');
  if (typeof spec['hostname'] !== 'string' || spec['hostname'] === '') {
    draft.set(spec, 'hostname', name.slice(0, 63).replaceAll('.', '-').replace(/-$/u, ''));
  }
}

export const dnsRules: readonly Rule[] = [
  {
    id: 'pod.dns',
    reason: () =>
      l10n.t(
        'Names resolve inside the vCluster: its CoreDNS is asked, with its search domains. Options of dnsConfig are lost.',
      ),
    link: pages.networking,
    apply: rewriteDns,
  },
  {
    id: 'pod.hostAliases',
    reason: () => l10n.t('“kubernetes.default” must lead to the API of the vCluster.'),
    link: pages.networking,
    apply: addHostAlias,
  },
  {
    id: 'pod.hostname',
    reason: () => l10n.t('The pod is called differently on the host, and would else see that name as its own.'),
    link: pages.pods,
    apply: setHostname,
  },
];
