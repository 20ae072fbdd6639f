import * as l10n from '@vscode/l10n';
import { chartOf } from './chart.ts';
import type { CreateChoices } from './choices.ts';
import { manifestText } from './manifest.ts';
import { valuesYaml } from './values.ts';

const infrastructure = 'infrastructure.cluster.x-k8s.io/v1alpha1';

/**
 * The Cluster and the VCluster of Cluster API, which the vcluster provider makes a release of. Without a host that is known
 * beforehand the provider finds the address by the Service.
 */
export function clusterApiManifests(choices: CreateChoices): readonly [cluster: object, vcluster: object] {
  const { name, namespace, exposure } = choices;
  const reference = { apiVersion: infrastructure, kind: 'VCluster', name };
  const metadata = { name, namespace };
  const known = choices.values === undefined && exposure.kind === 'Ingress';
  return [
    {
      apiVersion: 'cluster.x-k8s.io/v1beta1',
      kind: 'Cluster',
      metadata,
      spec: { controlPlaneRef: reference, infrastructureRef: reference },
    },
    {
      apiVersion: infrastructure,
      kind: 'VCluster',
      metadata,
      spec: {
        ...(known ? { controlPlaneEndpoint: { host: exposure.host, port: 443 } } : {}),
        helmRelease: { chart: chartOf(choices), values: valuesYaml(choices) },
      },
    },
  ];
}

/** The same as text. */
export function clusterApiText(choices: CreateChoices): string {
  const provider =
    choices.generation === 'legacy'
      ? l10n.t('For the vcluster provider of Cluster API 0.1, which knows charts up to 0.19.')
      : l10n.t('For the vcluster provider of Cluster API from 0.2 on, which knows charts from 0.20 on.');
  const namespace = l10n.t('The namespace {0} has to be there before.', choices.namespace);
  return manifestText([provider, namespace], clusterApiManifests(choices));
}
