import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import type { ResourceType } from '../../kube/resource.ts';
import { annotation } from '../../vcluster/raw.ts';
import { type Finding, findingsOf } from '../finding.ts';
import { attempt, type CheckContext, listAll } from './check.ts';

const finding = findingsOf('exposure');
const ingressClasses: ResourceType = {
  group: 'networking.k8s.io',
  version: 'v1',
  plural: 'ingressclasses',
  kind: 'IngressClass',
  namespaced: false,
};

/** Looks whether somebody will serve the Ingress. */
export async function checkIngressClass(context: CheckContext): Promise<readonly Finding[]> {
  const { exposure, values } = context.choices;
  if (values !== undefined || exposure.kind !== 'Ingress') {
    return [];
  }
  const wanted = exposure.className;
  return attempt(
    'ingressClass',
    (reason) => l10n.t('It is not known whether an Ingress controller is there: {0}', reason),
    async () => {
      const classes = await listAll(context, ingressClasses, undefined, { metadataOnly: true });
      const found = classes.some((one) =>
        wanted
          ? one.metadata?.name === wanted
          : annotation(one, 'ingressclass.kubernetes.io/is-default-class') === 'true',
      );
      if (found) {
        return [finding('ok', 'ingressClass', l10n.t('An Ingress controller is there.'))];
      }
      return wanted
        ? [finding('error', 'ingressClassMissing', l10n.t('The host has no IngressClass {0}.', printable(wanted)))]
        : [
            finding(
              'warning',
              'ingressClassDefault',
              l10n.t('The host has no default IngressClass. Name the class of the Ingress.'),
            ),
          ];
    },
  );
}
