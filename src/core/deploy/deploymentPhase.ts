import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import type { WarningEvent } from './warningEvent.ts';

/** What a control-plane pod, as far as deploying goes, is like. */
export interface DeployedPod {
  readonly name: string;
  readonly syncer: boolean;
  readonly ready: boolean;
  /** kubectl's STATUS column, and the message behind it. */
  readonly reason: string;
  readonly message?: string;
  readonly trouble: boolean;
}

/** A volume of the control plane that is not there yet. */
export interface PendingVolume {
  readonly name: string;
  readonly storageClass?: string;
}

/** All that is known while a vcluster comes up. What is undefined cannot be seen by this user, and is not waited for. */
export interface DeploymentView {
  readonly namespace: boolean | undefined;
  readonly release: boolean | undefined;
  readonly workloads: number;
  /** Whether a controller has not made all pods anew yet that were changed. */
  readonly rolling?: boolean;
  /** Why a controller could not make pods. */
  readonly workloadFailure?: string;
  readonly pods: readonly DeployedPod[];
  readonly pendingVolumes: readonly PendingVolume[];
  readonly warnings: readonly WarningEvent[];
  readonly kubeconfig: boolean | undefined;
}

export const deploymentPhases = ['namespace', 'release', 'pods', 'controlPlane', 'kubeconfig', 'ready'] as const;
export type DeploymentPhase = (typeof deploymentPhases)[number];

/** The first phase that is not over. */
export function phaseOf(view: DeploymentView): DeploymentPhase {
  if (view.namespace === false) {
    return 'namespace';
  }
  if (view.workloads === 0) {
    return 'release';
  }
  if (view.pods.length === 0) {
    return 'pods';
  }
  if (view.rolling === true || !view.pods.some(({ syncer, ready }) => syncer && ready)) {
    return 'controlPlane';
  }
  return view.kubeconfig === false ? 'kubeconfig' : 'ready';
}

function phaseText(phase: DeploymentPhase, { release }: DeploymentView): string {
  switch (phase) {
    case 'namespace':
      return l10n.t('Waiting for the namespace');
    case 'release':
      return release === true ? l10n.t('Waiting for the workloads of the release') : l10n.t('Waiting for the release');
    case 'pods':
      return l10n.t('Waiting for pods');
    case 'controlPlane':
      return l10n.t('Waiting for the control plane');
    case 'kubeconfig':
      return l10n.t('Waiting for the kubeconfig');
    case 'ready':
      return l10n.t('Ready');
  }
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(': ');
}

/** Why it takes long, in the words of Kubernetes; undefined when nothing stands out. */
export function slowness(view: DeploymentView): string | undefined {
  if (view.pods.length === 0) {
    const quota = view.warnings.find(({ reason }) => reason === 'FailedCreate')?.message ?? view.workloadFailure;
    return quota && printable(quota, 300);
  }
  const [volume] = view.pendingVolumes;
  if (volume !== undefined) {
    const event = view.warnings.find(({ kind, name }) => kind === 'PersistentVolumeClaim' && name === volume.name);
    const text = l10n.t('the volume {0} is pending', printable(volume.name));
    const why = event?.message ?? (volume.storageClass === undefined ? l10n.t('it has no storage class') : undefined);
    return joined(text, why && printable(why, 300));
  }
  const pod = view.pods.find(({ trouble }) => trouble) ?? view.pods.find(({ ready, message }) => !ready && message);
  if (pod !== undefined) {
    return joined(printable(pod.name), printable(pod.reason, 60), printable(pod.message ?? '', 300));
  }
  const waiting = view.pods.find(({ ready }) => !ready);
  const event = view.warnings.find(({ kind, name }) => kind === 'Pod' && name === waiting?.name);
  return event === undefined
    ? waiting && joined(printable(waiting.name), printable(waiting.reason, 60))
    : joined(printable(event.name), printable(event.message, 300));
}

/** One phrase for the user: the phase, and what is slow about it. */
export function progressText(view: DeploymentView): string {
  const phase = phaseOf(view);
  const why = phase === 'ready' ? undefined : slowness(view);
  return [phaseText(phase, view), why].filter(Boolean).join(' · ');
}
