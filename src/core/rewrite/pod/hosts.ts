import * as l10n from '@vscode/l10n';
import { parseImage } from '../../vcluster/image.ts';
import { text } from '../../vcluster/raw.ts';
import { child, type Node, nodes } from '../draft.ts';
import { pages, type Rule, type Work } from '../rule.ts';
import { podMarks } from './marks.ts';

const name = 'vcluster-rewrite-hosts';

/** The image with its registry before it. That of the configuration brings its slash along up to v0.19. */
function imageOf({ config }: Work): string {
  const { defaultRegistry, hosts, generation } = config;
  const image = hosts?.image ?? '';
  if (generation === 'legacy') {
    return `${defaultRegistry}${image}`;
  }
  const registry = defaultRegistry === '' ? hosts?.registry : defaultRegistry.replace(/\/$/u, '');
  return registry === undefined ? image : `${registry}/${image}`;
}

/** What the API server chooses: an image without a fixed tag is pulled again each time. */
function pullPolicy(image: string): string {
  const { tag, digest } = parseImage(image);
  return digest === undefined && (tag ?? 'latest') === 'latest' ? 'Always' : 'IfNotPresent';
}

/** The container that lets /etc/hosts say the pod's full name; with what the API server adds to it. */
function hostsContainer(work: Work, hostname: string, fullName: string): Node {
  const image = imageOf(work);
  return {
    args: [
      '-c',
      `sed -E -e 's/^(\\d+.\\d+.\\d+.\\d+\\s+)${hostname}$/\\1 ${fullName} ${hostname}/' /etc/hosts > /hosts/hosts`,
    ],
    command: ['sh'],
    image,
    imagePullPolicy: pullPolicy(image),
    name,
    resources: structuredClone(work.config.hosts?.resources ?? {}),
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
    annotations[podMarks.hostsRewritten] === 'true';
  if (config.hosts !== undefined && !disabled) {
    const hostname = String(spec['hostname']);
    const fullName = `${hostname}.${subdomain}.${work.namespace}.svc.${config.clusterDomain}`;
    draft.set(draft.within(metadata, 'annotations'), podMarks.hostsRewritten, 'true');
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
