import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { child, type Node, nodes } from '../draft.ts';
import { pages, type Rule, type Work } from '../rule.ts';

const name = 'vcluster-rewrite-hosts';

/** The container that lets /etc/hosts say the pod's full name; with what the API server adds to it. */
function hostsContainer({ config }: Work, hostname: string, fullName: string): Node {
  const image = `${config.defaultRegistry === '' ? '' : `${config.defaultRegistry.replace(/\/$/u, '')}/`}${config.hosts?.image ?? ''}`;
  return {
    args: [
      '-c',
      `sed -E -e 's/^(\\d+.\\d+.\\d+.\\d+\\s+)${hostname}$/\\1 ${fullName} ${hostname}/' /etc/hosts > /hosts/hosts`,
    ],
    command: ['sh'],
    image,
    imagePullPolicy: 'IfNotPresent',
    name,
    resources: structuredClone(config.hosts?.resources ?? {}),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsGroup: 1001,
      runAsNonRoot: true,
      runAsUser: 1001,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    volumeMounts: [{ mountPath: '/hosts', name }],
  };
}

function rewriteHosts(work: Work): void {
  const { draft, config, metadata } = work;
  const spec = child(work.object, 'spec');
  const subdomain = text(spec?.['subdomain']);
  if (spec === undefined || subdomain === undefined) {
    return;
  }
  const annotations = child(metadata, 'annotations');
  // The annotation alone turns nothing off: the syncer asks for both.
  const disabled =
    annotations?.['vcluster.loft.sh/disable-subdomain-rewrite'] === 'true' &&
    annotations['vcluster.loft.sh/hosts-rewritten'] === 'true';
  if (config.hosts !== undefined && !disabled) {
    const hostname = String(spec['hostname']);
    const fullName = `${hostname}.${subdomain}.${work.namespace}.svc.${config.clusterDomain}`;
    draft.set(draft.within(metadata, 'annotations'), 'vcluster.loft.sh/hosts-rewritten', 'true');
    // Ephemeral containers, which come later, may not mount a part of a volume.
    for (const container of [...nodes(spec['initContainers']), ...nodes(spec['containers'])]) {
      draft.add(container, 'volumeMounts', [{ mountPath: '/etc/hosts', name, subPath: 'hosts' }]);
    }
    draft.add(spec, 'initContainers', [hostsContainer(work, hostname, fullName)], 'start');
    draft.add(spec, 'volumes', [{ emptyDir: {}, name }]);
  }
  draft.remove(spec, 'subdomain');
}

/** Pods with a subdomain. */
export const hosts: Rule = {
  id: 'pod.subdomain',
  reason: () =>
    l10n.t(
      'The Service behind the subdomain is called differently on the host, so a container writes the full name into /etc/hosts.',
    ),
  link: pages.pods,
  apply: rewriteHosts,
};
