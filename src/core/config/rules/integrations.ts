import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toRemove } from './answer.ts';
import { enabledKeys } from './customResources.ts';
import { firstIndexes } from './repeats.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

/** A custom resource that an integration syncs by itself; `chart` is whether its switch is on by default. */
interface Claim {
  readonly integration: string;
  readonly direction: 'toHost' | 'fromHost';
  readonly key: string;
  /** Without one it goes with the integration. */
  readonly place?: string;
  readonly chart: boolean;
  /** The first and the last minor whose switch is there. */
  readonly since?: number;
  readonly until?: number;
}

function claim(
  integration: string,
  key: string,
  place?: string,
  chart = true,
  direction: Claim['direction'] = 'toHost',
): Claim {
  return {
    integration,
    direction,
    key,
    chart,
    ...(place === undefined ? {} : { place: `integrations.${integration}.sync.${place}.enabled` }),
  };
}

function withStatus(key: string, place: string, chart = true): readonly Claim[] {
  const dot = key.indexOf('.');
  return [key, `${key.slice(0, dot)}/status${key.slice(dot)}`].map((one) => claim('kubeVirt', one, place, chart));
}

/** As `validateEnabledIntegrations` of vcluster has them. */
const claims: readonly Claim[] = [
  claim('istio', 'destinationrules.networking.istio.io', 'toHost.destinationRules'),
  claim('istio', 'virtualservices.networking.istio.io', 'toHost.virtualServices'),
  claim('istio', 'gateways.networking.istio.io', 'toHost.gateways'),
  claim('certManager', 'certificates.cert-manager.io', 'toHost.certificates'),
  claim('certManager', 'issuers.cert-manager.io', 'toHost.issuers'),
  claim('certManager', 'clusterissuers.cert-manager.io', 'fromHost.clusterIssuers', true, 'fromHost'),
  { ...claim('externalSecrets', 'externalsecrets.external-secrets.io'), since: 29 },
  { ...claim('externalSecrets', 'externalsecrets.external-secrets.io', 'externalSecrets'), until: 28 },
  claim('externalSecrets', 'secretstores.external-secrets.io', 'toHost.stores', false),
  { ...claim('externalSecrets', 'secretstores.external-secrets.io', 'stores', false), until: 28 },
  claim('externalSecrets', 'clustersecretstores.external-secrets.io', 'fromHost.clusterStores', false),
  { ...claim('externalSecrets', 'clustersecretstores.external-secrets.io', 'clusterStores', false), until: 28 },
  ...withStatus('datavolumes.cdi.kubevirt.io', 'dataVolumes', false),
  ...withStatus('virtualmachineinstancemigrations.kubevirt.io', 'virtualMachineInstanceMigrations'),
  ...withStatus('virtualmachineinstances.kubevirt.io', 'virtualMachineInstances'),
  ...withStatus('virtualmachines.kubevirt.io', 'virtualMachines'),
  ...withStatus('virtualmachineclones.clone.kubevirt.io', 'virtualMachineClones'),
  ...withStatus('virtualmachinepools.pool.kubevirt.io', 'virtualMachinePools'),
];

function claimsOf(settings: Settings): readonly Claim[] {
  const made = claims.filter(
    ({ integration, place, chart, since = 0, until = Number.POSITIVE_INFINITY }) =>
      settings.minor >= since &&
      settings.minor <= until &&
      settings.on(`integrations.${integration}.enabled`) &&
      (place === undefined || settings.on(place, chart)),
  );
  const first = firstIndexes(made.map(({ key }) => key));
  return made.filter(({ key }, index) => first.get(key) === index);
}

function checkClaims(settings: Settings, versioned: boolean): readonly Report[] {
  return claimsOf(settings).flatMap(({ integration, direction, key }) => {
    const place = `sync.${direction}.customResources`;
    return enabledKeys(settings, place)
      .filter((one) => (versioned ? one.startsWith(`${key}/v`) : one === key))
      .map(
        (one): Report => ({
          path: pathOf(place, one),
          at: 'key',
          message: versioned
            ? l10n.t('The {0} integration syncs this as well: both will write it. Remove the entry.', integration)
            : l10n.t('The {0} integration syncs {1} already. Remove the entry.', integration, printable(one)),
          answers: [toRemove(pathOf(place, one))],
        }),
      );
  });
}

/** Rules about integrations. */
export const integrationRules: readonly Rule[] = [
  {
    code: 'integration-custom-resource',
    severity: 'error',
    since: 26,
    explanation: () =>
      l10n.t(
        'The integrations with Istio, cert-manager, External Secrets and KubeVirt sync their custom resources by themselves. vcluster refuses to start where one of these is listed under sync.toHost.customResources or sync.fromHost.customResources too, unless the integration leaves it out.',
      ),
    check: (settings) => checkClaims(settings, false),
  },
  {
    code: 'integration-custom-resource-version',
    severity: 'warning',
    since: 26,
    explanation: () =>
      l10n.t(
        'A key with a version, such as certificates.cert-manager.io/v1, is not recognised as the resource of an integration. It is accepted, and then two controllers sync the same objects.',
      ),
    check: (settings) => checkClaims(settings, true),
  },
];
