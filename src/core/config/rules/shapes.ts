import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { parseImage } from '../../vcluster/image.ts';
import { toRename } from './answer.ts';
import type { Answer, Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings, said } from './settings.ts';

/** Where an image is a map of registry, repository and tag. */
const imageMaps: readonly (readonly [string, number])[] = [
  ['controlPlane.statefulSet.image', 20],
  ['controlPlane.backingStore.etcd.deploy.statefulSet.image', 20],
  ['controlPlane.distro.k8s.image', 25],
  ['sync.toHost.pods.rewriteHosts.initContainer.image', 27],
];

/** Where it is a text. */
const imageTexts: readonly string[] = [
  'controlPlane.coredns.deployment.image',
  'controlPlane.advanced.konnectivity.agent.image',
  'deploy.kubeProxy.image',
  'deploy.cni.flannel.image',
  'deploy.localPathProvisioner.image',
  'privateNodes.autoUpgrade.image',
  'experimental.docker.image',
];

/** The parts of a reference, or no answer for one with a digest, which the map has no place for. */
function splitAnswer(path: readonly (string | number)[], text: string): readonly Answer[] {
  const { registry = '', repository, tag } = parseImage(text);
  // Without a registry of its own the chart's would be taken.
  const value = { registry, repository, ...(tag === undefined ? {} : { tag }) };
  return text.includes('@') || repository === ''
    ? []
    : [{ title: l10n.t('Write as Registry, Repository and Tag'), changes: [{ kind: 'set', path, value }] }];
}

function checkImages(settings: Settings): readonly Report[] {
  const maps = imageMaps.flatMap(([place, since]): readonly Report[] => {
    const text = said(settings.value(place));
    return text === undefined || settings.minor < since
      ? []
      : [
          {
            path: pathOf(place),
            message: l10n.t('The chart takes this image in parts: registry, repository and tag.'),
            answers: splitAnswer(pathOf(place), text),
          },
        ];
  });
  const texts = imageTexts.flatMap((place): readonly Report[] => {
    const parts = settings.value(place);
    if (!isFields(parts)) {
      return [];
    }
    const [registry, repository, tag] = [said(parts['registry']), said(parts['repository']), said(parts['tag'])];
    const value = `${registry === undefined ? '' : `${registry}/`}${repository ?? ''}${tag === undefined ? '' : `:${tag}`}`;
    return [
      {
        path: pathOf(place),
        at: 'key',
        message: l10n.t('This image is written in one: REGISTRY/REPOSITORY:TAG.'),
        ...(repository === undefined
          ? {}
          : {
              answers: [
                {
                  title: l10n.t('Write as {0}', printable(value, 60)),
                  changes: [{ kind: 'set', path: pathOf(place), value }],
                },
              ],
            }),
      },
    ];
  });
  return [...maps, ...texts];
}

const labelSelectors: readonly string[] = [
  'integrations.certManager.sync.fromHost.clusterIssuers.selector',
  'sleep.auto.exclude.selector',
  'sync.fromHost.nodes.selector',
];
const matchSelectors: readonly string[] = [
  ...[
    'ingressClasses',
    'runtimeClasses',
    'priorityClasses',
    'storageClasses',
    'gatewayClasses',
    'gateways',
    'deviceClasses',
  ].map((kind) => `sync.fromHost.${kind}.selector`),
  'integrations.externalSecrets.sync.toHost.externalSecrets.selector',
  'integrations.externalSecrets.sync.toHost.stores.selector',
  'integrations.externalSecrets.sync.fromHost.clusterStores.selector',
];

function checkSelectors(settings: Settings): readonly Report[] {
  const found = (places: readonly string[], wrong: string, right: string): readonly Report[] =>
    places
      .filter((place) => settings.has(`${place}.${wrong}`))
      .map((place) => ({
        path: pathOf(`${place}.${wrong}`),
        at: 'key',
        message: l10n.t('This selector has {0}, not {1}.', right, wrong),
        ...(settings.has(`${place}.${right}`) ? {} : { answers: [toRename(`${place}.${wrong}`, right)] }),
      }));
  return [...found(labelSelectors, 'matchLabels', 'labels'), ...found(matchSelectors, 'labels', 'matchLabels')];
}

/** Rules about values in the wrong one of two similar shapes. */
export const shapeRules: readonly Rule[] = [
  {
    code: 'image-shape',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'Images are written in two ways. Those of the control plane, of the distro, of a deployed etcd and of the container that rewrites hosts are maps of registry, repository and tag; all others are one text. The chart refuses the other way.',
      ),
    check: checkImages,
  },
  {
    code: 'selector-shape',
    severity: 'error',
    since: 26,
    explanation: () =>
      l10n.t(
        'Selectors of classes, gateways and External Secrets are label selectors of Kubernetes with matchLabels and matchExpressions. Those of nodes, of cert-manager’s cluster issuers and of sleep have plain labels. The chart refuses the other word.',
      ),
    check: checkSelectors,
  },
];
