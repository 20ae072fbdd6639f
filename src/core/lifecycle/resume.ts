import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import type { KubeClient } from '../kube/client.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { cancellable } from './cancellation.ts';
import { resumeChange } from './mark.ts';
import { checkFree, notPaused } from './obstacle.ts';
import { Scaler, scalingText } from './scaler.ts';
import { resumeSequence } from './shape.ts';
import { readWorkloads } from './workloads.ts';

export interface ResumeResult {
  /** The workloads that were scaled up, in that order. */
  readonly scaled: readonly { readonly name: string; readonly replicas: number }[];
}

/**
 * Resumes a vcluster that this extension or the CLI paused: gives every marked workload its replicas back and takes the marks away, etcd
 * first. Does not wait until it is up. Can be run again after a failure half-way.
 * @throws OperationError `refused` when nothing of it is paused, or while the platform or a restore is in charge; `gone`; `cancelled`;
 * KubeError
 */
export async function resumeVCluster(
  client: KubeClient,
  address: VClusterAddress,
  operation: Operation,
): Promise<ResumeResult> {
  const { signal, report } = operation;
  const scaler = new Scaler(client, address, signal);
  const run = async (): Promise<ResumeResult> => {
    report(l10n.t('Looking at its control plane'));
    const workloads = await readWorkloads(client, address, signal);
    checkFree(workloads, address);
    const sequence = resumeSequence(workloads);
    if (sequence.length === 0) {
      throw notPaused(workloads, address);
    }
    const scaled: { name: string; replicas: number }[] = [];
    for (const workload of sequence) {
      report(scalingText(workload, workload.replicas || workload.pausedReplicas || 1));
      const { name, replicas = 1 } = await scaler.change(workload, resumeChange);
      scaled.push({ name, replicas });
    }
    return { scaled };
  };
  return cancellable(address, operation, {
    run,
    isChanged: () => scaler.written > 0,
    halfWay: (name) => l10n.t('Cancelled half-way: resume {0} again to go on, or pause it to go back.', name),
  });
}
