import * as l10n from '@vscode/l10n';
import { child, type Node, nodes } from '../draft.ts';
import { pages, type Rule, type Work } from '../rule.ts';
import { containers } from './containers.ts';

/** Fields of pods and containers with the minor version of Kubernetes whose client library knew them first. */
const podFields: Readonly<Record<string, number>> = { resources: 32, hostnameOverride: 34 };
const containerFields: Readonly<Record<string, number>> = {
  resizePolicy: 27,
  restartPolicy: 28,
  restartPolicyRules: 34,
};
const securityFields: Readonly<Record<string, number>> = { appArmorProfile: 30, supplementalGroupsPolicy: 31 };

/** The minor version of the Kubernetes client library in syncers up to v0.19. */
function libraryOf(minor: number): number {
  return minor <= 15 ? 26 : minor <= 17 ? 28 : 29;
}

function drop({ draft, config }: Work, node: Node | undefined, fields: Readonly<Record<string, number>>): void {
  for (const [field, since] of Object.entries(fields)) {
    if (node !== undefined && since > libraryOf(config.minor)) {
      draft.remove(node, field);
    }
  }
}

/** Fields that are newer than the syncer. */
export const unknownFields: Rule = {
  id: 'pod.unknownFields',
  reason: () => l10n.t('The syncer of this version is older than the field, and loses it.'),
  link: pages.pods,
  holds: ({ generation }) => generation === 'legacy',
  apply: (work) => {
    const spec = child(work.object, 'spec');
    drop(work, spec, podFields);
    drop(work, child(spec, 'securityContext'), securityFields);
    for (const container of containers(work.object)) {
      drop(work, container, containerFields);
      drop(work, child(container, 'securityContext'), securityFields);
    }
    for (const volume of nodes(spec?.['volumes'])) {
      drop(work, volume, { image: 31 });
    }
  },
};
