import * as vscode from 'vscode';
import type { CreateChoices } from '../../core/create/choices.ts';
import { plainLabel } from '../label.ts';

/** What is chosen, line by line, in the order of the wizard. */
export type Field =
  | 'context'
  | 'name'
  | 'namespace'
  | 'version'
  | 'platform'
  | 'exposure'
  | 'availability'
  | 'isolation'
  | 'storage'
  | 'nodes'
  | 'services'
  | 'values';

export function fieldTitle(field: Field): string {
  switch (field) {
    case 'context':
      return vscode.l10n.t('Host cluster');
    case 'name':
      return vscode.l10n.t('Name');
    case 'namespace':
      return vscode.l10n.t('Host namespace');
    case 'version':
      return vscode.l10n.t('Chart version');
    case 'platform':
      return vscode.l10n.t('Kubernetes and its store');
    case 'exposure':
      return vscode.l10n.t('Exposure');
    case 'availability':
      return vscode.l10n.t('High availability');
    case 'isolation':
      return vscode.l10n.t('Isolation');
    case 'storage':
      return vscode.l10n.t('Storage sync');
    case 'nodes':
      return vscode.l10n.t('Nodes and scheduler');
    case 'services':
      return vscode.l10n.t('Service mapping');
    case 'values':
      return vscode.l10n.t('Values file');
  }
}

export function storeTitle({ kind }: CreateChoices['store']): string {
  switch (kind) {
    case 'sqlite':
      return vscode.l10n.t('SQLite');
    case 'deployed-etcd':
      return vscode.l10n.t('deployed etcd');
    case 'embedded-etcd':
      return vscode.l10n.t('embedded etcd (Pro)');
    case 'external-etcd':
      return vscode.l10n.t('external etcd');
    case 'external-database':
      return vscode.l10n.t('external database (Pro)');
  }
}

export function nodesTitle({ kind }: CreateChoices['nodes']): string {
  switch (kind) {
    case 'fake':
      return vscode.l10n.t('fake nodes');
    case 'real':
      return vscode.l10n.t('real nodes that run its pods');
    case 'all':
      return vscode.l10n.t('all nodes of the host');
    case 'labels':
      return vscode.l10n.t('nodes by label');
  }
}

function exposureText({ exposure }: CreateChoices): string {
  switch (exposure.kind) {
    case 'none':
      return vscode.l10n.t('inside the host cluster');
    case 'Ingress':
      return vscode.l10n.t('Ingress at {0}', plainLabel(exposure.host));
    default:
      return exposure.kind;
  }
}

function listed(parts: readonly (string | false)[], none: string): string {
  return parts.filter((part) => part !== false).join(', ') || none;
}

function isolationText({ isolation }: CreateChoices): string {
  return listed(
    [
      isolation.podSecurityStandard !== 'none' && isolation.podSecurityStandard,
      isolation.quota && vscode.l10n.t('quota'),
      isolation.limitRange && vscode.l10n.t('limits'),
      isolation.networkPolicy && vscode.l10n.t('network policy'),
    ],
    vscode.l10n.t('none'),
  );
}

function storageText({ storage }: CreateChoices): string {
  const { persistentVolumes, storageClasses, storageClass } = storage;
  return listed(
    [
      persistentVolumes && 'PersistentVolumes',
      storageClasses === 'toHost' && vscode.l10n.t('StorageClasses to the host'),
      storageClasses === 'fromHost' && vscode.l10n.t('StorageClasses from the host'),
      storageClass !== undefined && vscode.l10n.t('volume of class {0}', plainLabel(storageClass)),
    ],
    vscode.l10n.t('as the chart has it'),
  );
}

/** The value of a line, as a person reads it. `parts` are those that can have replicas. */
export function fieldValue(field: Field, choices: CreateChoices): string {
  const { availability, generation, nodes, scheduler, fromHost, fromVirtual } = choices;
  switch (field) {
    case 'context':
    case 'name':
    case 'namespace':
      return plainLabel(choices[field]);
    case 'version':
      return generation === 'legacy'
        ? vscode.l10n.t('{0}, values.yaml', plainLabel(choices.chartVersion))
        : vscode.l10n.t('{0}, vcluster.yaml', plainLabel(choices.chartVersion));
    case 'platform':
      return generation === 'legacy'
        ? (choices.distro ?? 'k3s')
        : [
            plainLabel(choices.kubernetesVersion ?? vscode.l10n.t('Kubernetes of the chart')),
            storeTitle(choices.store),
          ].join(', ');
    case 'exposure':
      return exposureText(choices);
    case 'availability':
      return availability.enabled ? vscode.l10n.t('on') : vscode.l10n.t('one replica of each part');
    case 'isolation':
      return isolationText(choices);
    case 'storage':
      return storageText(choices);
    case 'nodes':
      return listed([nodesTitle(nodes), scheduler && vscode.l10n.t('scheduler inside')], '');
    case 'services':
      return listed(
        [
          fromHost.length > 0 && vscode.l10n.t('{0} from the host', String(fromHost.length)),
          fromVirtual.length > 0 && vscode.l10n.t('{0} to the host', String(fromVirtual.length)),
        ],
        vscode.l10n.t('none'),
      );
    case 'values':
      return choices.values === undefined ? vscode.l10n.t('none: from the options') : plainLabel(choices.values.name);
  }
}
