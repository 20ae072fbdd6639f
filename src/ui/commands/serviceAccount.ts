import * as vscode from 'vscode';
import type { ServiceAccountChoice } from '../../core/connection/serviceAccount.ts';
import type { Engine } from '../../core/engine.ts';
import { parseVClusterId } from '../../core/vcluster/id.ts';
import { askChoice, askText, type Finding, runFlow, type Step, taken } from '../create/flow.ts';
import { plainLabel } from '../label.ts';
import { withOperation } from '../progress.ts';
import { aboutVCluster } from './failure.ts';
import { connect } from './lifecycle.ts';

const hour = 3600;

function checkAccount(text: string): readonly Finding[] {
  return /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\/)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/u.test(text.trim())
    ? []
    : [{ severity: 'error', message: vscode.l10n.t('A name, or namespace/name, in lower case.') }];
}

function steps(): readonly Step<ServiceAccountChoice>[] {
  const title = vscode.l10n.t('Connect as Service Account');
  return [
    {
      title,
      ask: async (state, place) =>
        taken(
          state,
          await askText(
            place,
            vscode.l10n.t('Service account in the vcluster; it is made when it is not there'),
            `${state.namespace}/${state.name}`,
            checkAccount,
          ),
          (text) => {
            const [namespace, name] = text.includes('/') ? text.split('/') : ['default', text];
            return { namespace: namespace ?? 'default', name: name ?? text };
          },
        ),
    },
    {
      title,
      ask: async (state, place) =>
        taken(
          state,
          await askChoice<string>(place, vscode.l10n.t('Cluster role to give it'), [
            { label: 'view', description: vscode.l10n.t('may read most objects'), value: 'view' },
            { label: 'edit', description: vscode.l10n.t('may change most objects'), value: 'edit' },
            { label: 'admin', description: vscode.l10n.t('may also give permissions in namespaces'), value: 'admin' },
            { label: 'cluster-admin', description: vscode.l10n.t('may do everything'), value: 'cluster-admin' },
            { label: vscode.l10n.t('None'), description: vscode.l10n.t('keeps what it has'), value: '' },
          ]),
          (clusterRole) => ({ clusterRole }),
        ),
    },
    {
      title,
      ask: async (state, place) =>
        taken(
          state,
          await askChoice<number>(place, vscode.l10n.t('How long its token is valid'), [
            { label: vscode.l10n.t('1 hour'), value: hour },
            { label: vscode.l10n.t('8 hours'), value: 8 * hour },
            { label: vscode.l10n.t('1 day'), value: 24 * hour },
            { label: vscode.l10n.t('30 days'), value: 30 * 24 * hour },
          ]),
          (expirationSeconds) => ({ expirationSeconds }),
        ),
    },
  ];
}

/** Makes a token of a service account inside a vcluster, and offers a terminal or a kubeconfig that uses it. */
export async function connectAsServiceAccount(engine: Engine, target: unknown): Promise<void> {
  const id = await connect(engine, target, 'private');
  const name = plainLabel(parseVClusterId(id)?.name ?? id);
  const initial = { namespace: 'kube-system', name: 'my-user', clusterRole: '', expirationSeconds: hour };
  const request = await runFlow(steps(), initial);
  const title = vscode.l10n.t('Making a token in {0}', name);
  const made = await aboutVCluster(id, () =>
    withOperation(title, ({ signal }) => engine.kubeconfigCopies.asServiceAccount(id, { ...request, signal })),
  );
  const account = `${request.namespace}/${request.name}`;
  const until = new Date(made.expiresAt).toLocaleString();
  const terminal = vscode.l10n.t('Open Terminal');
  const copy = vscode.l10n.t('Copy Kubeconfig');
  const message = vscode.l10n.t('{0} may work in {1} until {2}.', plainLabel(account), name, until);
  const chosen = await vscode.window.showInformationMessage(message, terminal, copy);
  if (chosen === terminal) {
    const env = { KUBECONFIG: made.kubeconfigPath };
    const iconPath = new vscode.ThemeIcon('account');
    vscode.window.createTerminal({ name: `${name}: ${plainLabel(account)}`, env, iconPath }).show();
  } else if (chosen === copy) {
    await vscode.env.clipboard.writeText(made.kubeconfig);
  }
}
