import * as l10n from '@vscode/l10n';
import { child, type Node, nodes } from '../draft.ts';
import { dropUnknown, type Fields } from '../library.ts';
import { pages, type Rule, type Work } from '../rule.ts';
import { containers } from './containers.ts';

const podFields: Fields = { resources: 32, hostnameOverride: 34, workloadRef: 35 };
const containerFields: Fields = { resizePolicy: 27, restartPolicy: 28, restartPolicyRules: 34 };
const securityFields: Fields = { appArmorProfile: 30, supplementalGroupsPolicy: 31, seLinuxChangePolicy: 32 };
const lifecycleFields: Fields = { stopSignal: 33 };
const handlerFields: Fields = { sleep: 29 };

function dropOfContainer({ draft, config }: Work, container: Node): void {
  const drop = (node: Node | undefined, fields: Fields): void => dropUnknown(draft, config, node, fields);
  const lifecycle = child(container, 'lifecycle');
  drop(container, containerFields);
  drop(child(container, 'securityContext'), securityFields);
  drop(lifecycle, lifecycleFields);
  drop(child(lifecycle, 'postStart'), handlerFields);
  drop(child(lifecycle, 'preStop'), handlerFields);
  for (const mount of nodes(container['volumeMounts'])) {
    drop(mount, { recursiveReadOnly: 30 });
  }
}

/** A volume without a source becomes an empty folder. */
function dropImage({ draft, config }: Work, volume: Node): void {
  const given = volume['image'];
  dropUnknown(draft, config, volume, { image: 31 });
  if (given !== undefined && volume['image'] === undefined) {
    draft.set(volume, 'emptyDir', {});
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
    dropUnknown(work.draft, work.config, spec, podFields);
    dropUnknown(work.draft, work.config, child(spec, 'securityContext'), securityFields);
    for (const container of containers(work.object)) {
      dropOfContainer(work, container);
    }
    for (const volume of nodes(spec?.['volumes'])) {
      dropImage(work, volume);
    }
  },
};
