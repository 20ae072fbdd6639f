import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { resources } from '../../kube/resource.ts';
import { marks } from '../../vcluster/marks.ts';
import { dig, label, text } from '../../vcluster/raw.ts';
import { type Finding, findingsOf } from '../finding.ts';
import { neighbourFinding } from '../namespaceRules.ts';
import { attempt, type CheckContext, find, listAll } from './check.ts';

const finding = findingsOf('namespace');

/** The state of the namespace. */
export type NamespaceState = 'missing' | 'active' | 'terminating' | 'unknown';

/** What the namespace is, and the finding about it. */
export interface NamespaceAnswer {
  readonly state: NamespaceState;
  readonly findings: readonly Finding[];
}

/** Looks whether the namespace is there, will be made, or is going away. */
export async function checkNamespaceState(context: CheckContext): Promise<NamespaceAnswer> {
  const { namespace } = context.choices;
  const shown = printable(namespace);
  let state: NamespaceState = 'unknown';
  const findings = await attempt(
    'namespace',
    (reason) => l10n.t('It is not known whether the namespace {0} is there: {1}', shown, reason),
    async () => {
      const found = await find(context, resources.namespaces, undefined, namespace, { metadataOnly: true });
      if (found === undefined) {
        state = 'missing';
        return [finding('ok', 'namespace', l10n.t('The namespace {0} will be made.', shown))];
      }
      if (text(dig(found, 'metadata', 'deletionTimestamp')) !== undefined) {
        state = 'terminating';
        const message = l10n.t(
          'The namespace {0} is being deleted. Wait until it is gone, or choose another one.',
          shown,
        );
        const fix = { kind: 'chooseNamespace', title: l10n.t('Choose Another Namespace') } as const;
        return [finding('error', 'namespaceTerminating', message, fix)];
      }
      state = 'active';
      return [finding('ok', 'namespace', l10n.t('The namespace {0} is there.', shown))];
    },
  );
  return { state, findings };
}

/** Looks for other vclusters in the namespace, and for the vCluster Platform, beside which none can live. */
export function checkNeighbours(context: CheckContext): Promise<readonly Finding[]> {
  const { choices } = context;
  const { namespace, name } = choices;
  const query = { labelSelector: `${marks.app}=vcluster` };
  return attempt(
    'neighbours',
    (reason) => l10n.t('It is not known whether another vcluster lives in the namespace: {0}', reason),
    async () => {
      const lists = await Promise.all([
        listAll(context, resources.statefulsets, namespace, { query, metadataOnly: true }),
        listAll(context, resources.deployments, namespace, { query, metadataOnly: true }),
      ]);
      const names = lists.flat().flatMap((workload) => label(workload, marks.release) ?? []);
      const others = [...new Set(names)].filter((one) => one !== name);
      const platform =
        choices.generation === 'current'
          ? await find(context, resources.services, namespace, 'loft', { metadataOnly: true })
          : undefined;
      return [
        ...others.slice(0, 1).map((other) => neighbourFinding(choices, other)),
        ...(platform === undefined
          ? []
          : [
              finding(
                'error',
                'namespacePlatform',
                l10n.t('The vCluster Platform lives in the namespace {0}. Choose another one.', printable(namespace)),
                { kind: 'chooseNamespace', title: l10n.t('Choose Another Namespace') },
              ),
            ]),
      ];
    },
  );
}
