import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { child, nodes } from '../draft.ts';
import { pages, type Rule } from '../rule.ts';
import { accountRules } from './account.ts';
import { affinity } from './affinity.ts';
import { annotationRules } from './annotations.ts';
import { dnsRules } from './dns.ts';
import { envRules } from './env.ts';
import { hosts } from './hosts.ts';
import { schedulingRules } from './scheduling.ts';
import { unknownFields } from './unknownFields.ts';
import { volumeRules } from './volumes.ts';

const resourceClaims: Rule = {
  id: 'pod.resourceClaims',
  reason: () => l10n.t('Claims of devices have short hashed names on the host.'),
  link: pages.resourceClaims,
  holds: ({ minor }) => minor >= 32,
  apply: ({ draft, object, naming, namespace }) => {
    for (const claim of nodes(child(object, 'spec')?.['resourceClaims'])) {
      for (const key of ['resourceClaimName', 'resourceClaimTemplateName']) {
        const name = text(claim[key]);
        if (name !== undefined) {
          draft.set(claim, key, naming.short(name, namespace));
        }
      }
    }
  },
};

const ephemeralContainers: Rule = {
  id: 'pod.ephemeralContainers',
  reason: () =>
    l10n.t('The syncer adds debug containers to the pod on the host without the container that they are for.'),
  link: pages.pods,
  apply: ({ draft, object }) => {
    for (const container of nodes(child(object, 'spec')?.['ephemeralContainers'])) {
      draft.remove(container, 'targetContainerName');
    }
  },
};

/** What happens to pods after their metadata, in this order. */
export const podRules: readonly Rule[] = [
  unknownFields,
  ...annotationRules,
  ...accountRules,
  ...schedulingRules,
  affinity,
  ...dnsRules,
  hosts,
  ...envRules,
  ...volumeRules,
  resourceClaims,
  ephemeralContainers,
];
