import * as l10n from '@vscode/l10n';
import { parseImage } from '../../vcluster/image.ts';
import { shown } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, type Place, pathOf, type Settings } from './settings.ts';

/** A feature that needs a licence; `refused` where the open-source image stops with it, and does not just pass over it. */
interface Feature {
  readonly place: Place;
  readonly used: (settings: Settings) => boolean;
  readonly refused: boolean;
}

function whenOn(place: string, refused: boolean): Feature {
  return { place, used: (settings) => settings.on(place), refused };
}

function whenFilled(place: string, refused: boolean): Feature {
  const filled = (settings: Settings): boolean =>
    settings.items(place).length > 0 || settings.entries(place).length > 0;
  return { place, used: filled, refused };
}

function whenThere(place: string): Feature {
  return { place, used: (settings) => isFields(settings.value(place)), refused: false };
}

/** The same for a key that is gone after a minor. */
function until(last: number, { place, used, refused }: Feature): Feature {
  return { place, used: (settings) => settings.minor <= last && used(settings), refused };
}

/** Of `IsProFeatureEnabled` and of what the open-source build refuses at run time. */
const features: readonly Feature[] = [
  whenOn('controlPlane.backingStore.database.external.enabled', true),
  whenOn('controlPlane.backingStore.etcd.embedded.enabled', true),
  whenOn('controlPlane.coredns.embedded', true),
  whenOn('controlPlane.hostPathMapper.central', false),
  whenOn('controlPlane.standalone.enabled', true),
  whenOn('controlPlane.advanced.kubeVip.enabled', true),
  {
    place: 'privateNodes.enabled',
    used: (settings) => settings.on('privateNodes.enabled') && settings.off('controlPlane.standalone.enabled'),
    refused: true,
  },
  whenFilled('networking.resolveDNS', false),
  whenFilled('policies.centralAdmission.validatingWebhooks', false),
  whenFilled('policies.centralAdmission.mutatingWebhooks', false),
  whenFilled('experimental.denyProxyRequests', false),
  whenFilled('experimental.proxy.customResources', true),
  whenFilled('sync.toHost.customResources', false),
  whenFilled('sync.fromHost.customResources', false),
  whenOn('sync.toHost.namespaces.enabled', true),
  whenOn('sync.toHost.pods.hybridScheduling.enabled', true),
  whenOn('sync.toHost.resourceClaims.enabled', false),
  whenOn('sync.toHost.resourceClaimTemplates.enabled', false),
  whenOn('sync.fromHost.deviceClasses.enabled', false),
  whenThere('sleep'),
  until(31, whenThere('sleepMode')),
  until(31, whenThere('external.platform')),
  until(27, whenOn('experimental.isolatedControlPlane.enabled', false)),
  until(25, whenOn('experimental.syncSettings.disableSync', false)),
  until(25, whenOn('experimental.syncSettings.rewriteKubernetesService', false)),
  whenThere('snapshots'),
  whenThere('deletion'),
  whenThere('platform'),
];

function patchFeatures(settings: Settings): readonly Feature[] {
  return ['sync.toHost', 'sync.fromHost'].flatMap((direction) =>
    settings
      .entries(direction)
      .map(([kind]) => pathOf(direction, kind, 'patches'))
      .filter((place) => settings.items(place).length > 0)
      .map((place) => ({ place, used: () => true, refused: true })),
  );
}

/** Whether the file itself names the image without paid features. */
export function isOpenSource(settings: Settings): boolean {
  const image = settings.value('controlPlane.statefulSet.image');
  const repository = isFields(image) ? image['repository'] : image;
  return typeof repository === 'string' && parseImage(repository).repository.split('/').at(-1) === 'vcluster-oss';
}

function usedFeatures(settings: Settings): readonly Feature[] {
  return [...features, ...patchFeatures(settings)].filter(({ used }) => used(settings));
}

function checkLicence(settings: Settings): readonly Report[] {
  return isOpenSource(settings)
    ? []
    : usedFeatures(settings).map(({ place }) => ({
        path: pathOf(place),
        at: 'key',
        message: l10n.t(
          '{0} needs vCluster Pro: a licence, which the free tier of the platform has for some features.',
          shown(place),
        ),
      }));
}

function checkImage(settings: Settings): readonly Report[] {
  return isOpenSource(settings)
    ? usedFeatures(settings).map(({ place, refused }) => ({
        path: pathOf(place),
        at: 'key',
        severity: refused ? 'error' : 'warning',
        message: refused
          ? l10n.t('The image vcluster-oss refuses {0}. Use vcluster-pro, or remove this.', shown(place))
          : l10n.t('The image vcluster-oss does not have {0}. Use vcluster-pro, or remove this.', shown(place)),
        answers: [
          {
            title: l10n.t('Use the Image {0}', 'vcluster-pro'),
            cautious: true,
            changes: [
              isFields(settings.value('controlPlane.statefulSet.image'))
                ? {
                    kind: 'set',
                    path: pathOf('controlPlane.statefulSet.image.repository'),
                    value: 'loft-sh/vcluster-pro',
                  }
                : { kind: 'remove', path: pathOf('controlPlane.statefulSet.image') },
            ],
          },
        ],
      }))
    : [];
}

/** Rules about what needs a licence. */
export const proFeatureRules: readonly Rule[] = [
  {
    code: 'pro-feature',
    severity: 'information',
    explanation: () =>
      l10n.t(
        'The feature is part of vCluster Pro. The default image has it and asks the platform for a licence; the vcluster CLI wants a login before it creates such a virtual cluster. Nothing is wrong with the file.',
      ),
    check: checkLicence,
  },
  {
    code: 'pro-feature-open-source',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'The file names the open-source image (vcluster-oss), which does not have this feature. It stops at start for some of them, such as embedded etcd, private nodes or patches, and passes over the others.',
      ),
    check: checkImage,
  },
];
