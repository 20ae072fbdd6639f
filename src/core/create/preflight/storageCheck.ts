import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { resources } from '../../kube/resource.ts';
import { annotation } from '../../vcluster/raw.ts';
import { type Finding, findingsOf } from '../finding.ts';
import { needsVolume } from '../parts.ts';
import { attempt, type CheckContext, listAll } from './check.ts';

const finding = findingsOf('storage');
const defaultMarks = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
] as const;

function isDefault(storageClass: KubeObject): boolean {
  return defaultMarks.some((mark) => annotation(storageClass, mark) === 'true');
}

function judge(classes: readonly KubeObject[], chosen: string | undefined): Finding {
  const names = classes.flatMap((one) => one.metadata?.name ?? []);
  const fix = { kind: 'chooseStorageClass', title: l10n.t('Choose a StorageClass'), names } as const;
  const choosable = names.length > 0 ? fix : undefined;
  if (chosen) {
    return names.includes(chosen)
      ? finding('ok', 'storageClass', l10n.t('The StorageClass {0} is there.', printable(chosen)))
      : finding(
          'error',
          'storageClassMissing',
          l10n.t(
            'There is no StorageClass {0}: the volume of the control plane would never be provided.',
            printable(chosen),
          ),
          choosable,
        );
  }
  const standard = classes.find(isDefault)?.metadata?.name;
  return standard === undefined
    ? finding(
        'error',
        'storageClassDefault',
        l10n.t(
          'The host has no default StorageClass: the volume of the control plane would never be provided. Choose one.',
        ),
        choosable,
      )
    : finding('ok', 'storageClass', l10n.t('The default StorageClass is {0}.', printable(standard)));
}

/** Looks whether the volume of the control plane will be provided. */
export async function checkStorageClass(context: CheckContext): Promise<readonly Finding[]> {
  const { storage, values } = context.choices;
  if (values === undefined && !needsVolume(context.choices)) {
    return [];
  }
  return attempt(
    'storageClass',
    (reason) => l10n.t('It is not known whether there is a StorageClass: {0}', reason),
    async () => {
      const classes = await listAll(context, resources.storageclasses, undefined, { metadataOnly: true });
      const found = judge(classes, values === undefined ? storage.storageClass : undefined);
      // A values file may name one, or need none.
      return [values !== undefined && found.severity === 'error' ? { ...found, severity: 'warning' } : found];
    },
  );
}
