import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import type { KubeError } from '../kube/error.ts';
import type { Fix, TreeNode } from './node.ts';
import { nodeId } from './nodeId.ts';

export interface Message {
  /** Tells the messages under one parent apart. */
  readonly code: string;
  readonly label: string;
  readonly detail?: string;
  readonly icon?: 'info' | 'warning' | 'error' | 'loading';
  readonly fix?: Fix;
}

const icons = {
  info: { id: 'info' },
  warning: { id: 'warning', color: 'list.warningForeground' },
  error: { id: 'error', color: 'list.errorForeground' },
  loading: { id: 'loading~spin' },
} as const;

/** A node that says something about its parent, undefined for the root, with the way out of it. */
export function messageNode(parent: string | undefined, message: Message, context?: string): TreeNode {
  const { code, label, detail = '', icon = 'info', fix } = message;
  return {
    id: nodeId('message', parent ?? '', code),
    parent,
    kind: 'message',
    label,
    description: detail,
    icon: icons[icon],
    expandable: false,
    flags: fix === undefined ? [] : [`fix-${fix.kind}`],
    spoken: detail === '' ? label : `${label}. ${detail}`,
    name: detail === '' ? label : `${label}: ${detail}`,
    ...(context === undefined ? {} : { context }),
    ...(fix === undefined ? {} : { fix }),
  };
}

export function loadingMessage(): Message {
  return { code: 'loading', label: l10n.t('Loading…'), icon: 'loading' };
}

/** An error as a message: what happened as the label, the sentence as the detail, and what can be done about it. */
export function errorMessage(error: KubeError): Message {
  const base = { code: error.kind, detail: printable(error.message), icon: 'error' } as const;
  switch (error.kind) {
    case 'unreachable':
    case 'timeout':
      return { ...base, label: l10n.t('Cannot reach the cluster'), fix: { kind: 'retry' } };
    case 'tls':
      return { ...base, label: l10n.t('Certificate not trusted'), fix: { kind: 'kubeconfig' } };
    case 'unauthorized':
      return { ...base, label: l10n.t('Not signed in'), fix: { kind: 'retry' } };
    case 'forbidden':
      return { ...base, label: l10n.t('Permission missing'), fix: { kind: 'namespaces' } };
    case 'credentials':
      return { ...base, label: l10n.t('Credentials cannot be used'), fix: { kind: 'kubeconfig' } };
    case 'kubeconfig':
      return { ...base, label: l10n.t('Kubeconfig problem'), fix: { kind: 'kubeconfig' } };
    case 'plugin': {
      const hint = error.detail.installHint;
      return {
        ...base,
        label: l10n.t('Sign-in helper failed'),
        fix: hint === undefined ? { kind: 'retry' } : { kind: 'install-hint', text: printable(hint, 2000) },
      };
    }
    case 'notKubernetes':
      return { ...base, label: l10n.t('Not a Kubernetes API'), fix: { kind: 'retry' } };
    case 'throttled':
      return { ...base, label: l10n.t('The cluster is busy'), fix: { kind: 'retry' } };
    case 'notFound':
      return { ...base, label: l10n.t('Not offered by the cluster'), fix: { kind: 'retry' } };
    default:
      return { ...base, label: l10n.t('The cluster cannot answer'), fix: { kind: 'retry' } };
  }
}
