import * as l10n from '@vscode/l10n';
import { storeOf } from './backingStore.ts';
import { type Change, setting } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';
/** What is put in. */
export interface Block {
  readonly id: string;
  readonly title: string;
  readonly changes: readonly Change[];
}

/** Stands for something to fill in, until the text is made. */
function blank(number: number, name: string): string {
  return `\u27e6${number}:${name}\u27e7`;
}

/** Everything of that kind, with its number and its name. */
export const blanks = /\u27e6(\d+):([^\u27e7]*)\u27e7/gu;

/** Only what is not written yet. */
function missing(settings: Settings, values: Readonly<Record<string, unknown>>): readonly Change[] {
  return Object.entries(values).flatMap(([place, value]) => (settings.has(place) ? [] : [setting(place, value)]));
}

/** One more item of a list, which may not be there yet. */
function item(settings: Settings, place: string, value: unknown): readonly Change[] {
  const list = settings.value(place);
  return Array.isArray(list) && list.length > 0
    ? [{ kind: 'set', path: pathOf(place, list.length), value }]
    : [setting(place, [value])];
}

const fromHost = {
  from: `${blank(1, 'namespace')}/${blank(2, 'service')}`,
  to: `${blank(3, 'default')}/${blank(4, 'service')}`,
};
const toHost = { from: `${blank(1, 'default')}/${blank(2, 'service')}`, to: blank(3, 'service') };

/** What makes it highly available, with a store that replicas can share. */
function availability(settings: Settings): readonly Change[] {
  const deploys = storeOf(settings) === 'embeddedDatabase';
  return missing(settings, {
    'controlPlane.statefulSet.highAvailability.replicas': 3,
    ...(deploys
      ? {
          'controlPlane.backingStore.etcd.deploy.enabled': true,
          'controlPlane.backingStore.etcd.deploy.statefulSet.highAvailability.replicas': 3,
        }
      : {}),
    'controlPlane.coredns.deployment.replicas': 2,
  });
}

/** The blocks of a vcluster.yaml. */
export function currentBlocks(settings: Settings): readonly Block[] {
  const labels = settings.value('sync.fromHost.nodes.selector');
  return [
    {
      id: 'mapping-from-host',
      title: l10n.t('Add a Service of the Host'),
      changes: item(settings, 'networking.replicateServices.fromHost', fromHost),
    },
    {
      id: 'mapping-to-host',
      title: l10n.t('Add a Service for the Host'),
      changes: item(settings, 'networking.replicateServices.toHost', toHost),
    },
    {
      id: 'isolation',
      title: l10n.t('Add Isolation'),
      changes: missing(settings, {
        'policies.podSecurityStandard': 'baseline',
        'policies.resourceQuota.enabled': true,
        'policies.limitRange.enabled': true,
        'policies.networkPolicy.enabled': true,
      }),
    },
    { id: 'high-availability', title: l10n.t('Add High Availability'), changes: availability(settings) },
    {
      id: 'exposure-ingress',
      title: l10n.t('Add an Ingress'),
      changes: settings.has('controlPlane.ingress.enabled')
        ? []
        : missing(settings, {
            'controlPlane.ingress.enabled': true,
            'controlPlane.ingress.host': blank(1, 'vcluster.example.com'),
          }),
    },
    {
      id: 'exposure-load-balancer',
      title: l10n.t('Add a Load Balancer'),
      changes: missing(settings, { 'controlPlane.service.spec.type': 'LoadBalancer' }),
    },
    {
      id: 'node-selector',
      title: l10n.t('Add a Node Selector'),
      changes:
        isFields(labels) && Object.keys(labels).length > 0
          ? []
          : [
              ...(settings.on('sync.fromHost.nodes.enabled') ? [] : [setting('sync.fromHost.nodes.enabled', true)]),
              setting('sync.fromHost.nodes.selector', { labels: { [blank(1, 'label')]: blank(2, 'value') } }),
            ],
    },
    {
      id: 'storage-sync',
      title: l10n.t('Add Storage of the Host'),
      changes: settings.on('sync.toHost.storageClasses.enabled')
        ? []
        : missing(settings, {
            'sync.fromHost.storageClasses.enabled': true,
            'sync.toHost.persistentVolumes.enabled': true,
          }),
    },
  ];
}

/** Those of an old values.yaml. */
export function legacyBlocks(settings: Settings): readonly Block[] {
  const single = settings.distro === 'k3s' || settings.distro === 'k0s';
  return [
    {
      id: 'mapping-from-host',
      title: l10n.t('Add a Service of the Host'),
      changes: item(settings, 'mapServices.fromHost', fromHost),
    },
    {
      id: 'mapping-to-host',
      title: l10n.t('Add a Service for the Host'),
      changes: item(settings, 'mapServices.fromVirtual', toHost),
    },
    {
      id: 'isolation',
      title: l10n.t('Add Isolation'),
      changes: missing(settings, { 'isolation.enabled': true, 'isolation.podSecurityStandard': 'baseline' }),
    },
    {
      id: 'high-availability',
      title: l10n.t('Add High Availability'),
      changes:
        single || settings.minor >= 19
          ? []
          : missing(settings, {
              enableHA: true,
              'syncer.replicas': 2,
              'api.replicas': 2,
              'controller.replicas': 2,
              'etcd.replicas': 3,
            }),
    },
    {
      id: 'exposure-ingress',
      title: l10n.t('Add an Ingress'),
      changes: settings.has('ingress.enabled')
        ? []
        : missing(settings, { 'ingress.enabled': true, 'ingress.host': blank(1, 'vcluster.example.com') }),
    },
    {
      id: 'exposure-load-balancer',
      title: l10n.t('Add a Load Balancer'),
      changes: missing(settings, { 'service.type': 'LoadBalancer' }),
    },
    {
      id: 'node-selector',
      title: l10n.t('Add a Node Selector'),
      changes: settings.value('sync.nodes.nodeSelector')
        ? []
        : [
            ...(settings.on('sync.nodes.enabled') ? [] : [setting('sync.nodes.enabled', true)]),
            setting('sync.nodes.nodeSelector', `${blank(1, 'label')}=${blank(2, 'value')}`),
          ],
    },
    {
      id: 'storage-sync',
      title: l10n.t('Add Storage of the Host'),
      changes: settings.on('sync.storageclasses.enabled')
        ? []
        : missing(settings, { 'sync.hoststorageclasses.enabled': true, 'sync.persistentvolumes.enabled': true }),
    },
  ];
}
