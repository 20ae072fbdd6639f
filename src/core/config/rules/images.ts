import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import type { ConfigPath } from '../finding.ts';
import { toSet } from './answer.ts';
import { placesOf } from './formats.ts';
import type { Report, Rule } from './rule.ts';
import { certain, type Settings } from './settings.ts';

const tag = String.raw`[\w][\w.-]{0,127}`;
const digest = String.raw`[A-Za-z][\w+.-]{0,40}:[0-9a-fA-F]{32,128}`;
const part = '[a-z0-9]+(?:(?:[.]|__?|-+)[a-z0-9]+)*';
const host = String.raw`(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|\[[0-9a-fA-F:]+\])(?::\d{1,5})?`;
const path = `${part}(?:/${part})*`;
const named = `(?:${host}/)?${path}`;

/** The grammar of the distribution project, for a whole reference and for what the parts of an image are given as. */
const grammars = {
  image: new RegExp(`^${named}(?::${tag})?(?:@${digest})?$`, 'u'),
  registry: new RegExp(`^${host}(?:/${path})?/?$`, 'u'),
  repository: new RegExp(`^${named}$`, 'u'),
  tag: new RegExp(`^${tag}(?:@${digest})?$`, 'u'),
} as const;

/** Longer ones are not looked at. */
const longest = 400;

const texts: readonly string[] = [
  'controlPlane.coredns.deployment.image',
  'controlPlane.advanced.konnectivity.agent.image',
  'deploy.kubeProxy.image',
  'deploy.cni.flannel.image',
  'deploy.cni.flannel.initImage',
  'deploy.localPathProvisioner.image',
  'deploy.metallb.controllerImage',
  'deploy.metallb.speakerImage',
  'privateNodes.autoUpgrade.image',
  'plugins.*.image',
  'plugin.*.image',
  'experimental.docker.image',
  'experimental.docker.nodes.#.image',
];
const objects: readonly string[] = [
  'controlPlane.statefulSet.image',
  'controlPlane.distro.k8s.image',
  'controlPlane.distro.k3s.image',
  'controlPlane.distro.k0s.image',
  'controlPlane.distro.k8s.apiServer.image',
  'controlPlane.distro.k8s.controllerManager.image',
  'controlPlane.distro.k8s.scheduler.image',
  'controlPlane.backingStore.etcd.deploy.statefulSet.image',
  'sync.toHost.pods.rewriteHosts.initContainer.image',
];

function report(settings: Settings, at: ConfigPath, kind: keyof typeof grammars): readonly Report[] {
  const text = certain(settings.value(at));
  if (text === undefined || text.length > longest || grammars[kind].test(text)) {
    return [];
  }
  const meant = text.trim().replace(/^https?:\/\//u, '');
  return [
    {
      path: at,
      ...(grammars[kind].test(meant) ? { answers: [toSet(at, meant)] } : {}),
      message:
        kind === 'tag'
          ? l10n.t('“{0}” is no tag: write letters, digits, dots and dashes, such as 0.36.1.', printable(text))
          : l10n.t('“{0}” names no image: write it in lower case, such as ghcr.io/team/name.', printable(text)),
    },
  ];
}

function checkImages(settings: Settings): readonly Report[] {
  return [
    ...texts.flatMap((pattern) => placesOf(settings, pattern)).flatMap((at) => report(settings, at, 'image')),
    ...objects
      .flatMap((pattern) => placesOf(settings, pattern))
      .flatMap((at) =>
        (['registry', 'repository', 'tag'] as const).flatMap((kind) => report(settings, [...at, kind], kind)),
      ),
  ];
}

/** Rules about container images. */
export const imageRules: readonly Rule[] = [
  {
    code: 'image-name',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'The name of an image is REGISTRY/PATH:TAG, with the path in lower case and no spaces, and a tag has letters, digits, dots, dashes and underscores only. Nobody checks it before a pod is to start, which then stays in InvalidImageName.',
      ),
    check: checkImages,
  },
];
