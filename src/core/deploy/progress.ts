import { once } from 'node:events';
import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import {
  type DeploymentPhase,
  type DeploymentView,
  deploymentPhases,
  phaseOf,
  progressText,
  slowness,
} from './deploymentPhase.ts';
import { DeploymentWatch } from './deploymentWatch.ts';

export interface ProgressOptions {
  /** Whether to go on until the kubeconfig is there; else only until the control plane has pods. True when left out. */
  readonly untilReady?: boolean;
  /** Milliseconds; ten minutes when left out, as the CLI waits. */
  readonly timeoutMs?: number;
  /** Milliseconds since the epoch: what was said before is about an earlier vcluster. Now when left out. */
  readonly since?: number;
  readonly onPhase?: (phase: DeploymentPhase) => void;
}

/** The clocks of this computer and of the cluster differ. */
const skewMs = 60_000;

function outOfTime({ name }: VClusterAddress, view: DeploymentView | undefined): OperationError {
  const shown = printable(name);
  const why = view && slowness(view);
  return new OperationError(
    'notReady',
    why
      ? l10n.t(
          '{0} is deployed but did not become ready in time: {1}. It may still come up; its logs say more.',
          shown,
          why,
        )
      : l10n.t('{0} is deployed but did not become ready in time. It may still come up; its logs say more.', shown),
  );
}

/**
 * Says how a deployment comes about, phase by phase, and what is slow about it, until it is ready. It watches and asks nothing again and
 * again. To be started beside the driver or after it; that there is nothing yet is waited out.
 * @throws OperationError `notReady` when the time is up, with the reason; `cancelled`; KubeError for what takes a person to repair
 */
export async function watchDeployment(
  client: KubeClient,
  address: VClusterAddress,
  { signal, report }: Operation,
  { untilReady = true, timeoutMs = 600_000, since = Date.now(), onPhase }: ProgressOptions = {},
): Promise<void> {
  const goal = deploymentPhases.indexOf(untilReady ? 'ready' : 'controlPlane');
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let last: DeploymentView | undefined;
  let said = '';
  let phase: DeploymentPhase | undefined;
  const say = (text: string) => {
    if (text !== said) {
      said = text;
      report(text);
    }
  };
  const look = () => {
    try {
      const { view, trouble } = watch;
      last = view ?? last;
      if (trouble !== undefined) {
        say(printable(trouble.message, 160));
      } else if (view !== undefined) {
        say(progressText(view));
        const now = phaseOf(view);
        if (now !== phase) {
          phase = now;
          onPhase?.(now);
        }
        if (deploymentPhases.indexOf(now) >= goal) {
          resolve();
        }
      }
    } catch (error) {
      reject(error);
    }
  };
  const watch = new DeploymentWatch(client, address, since - skewMs, look);
  const timer = setTimeout(() => reject(outOfTime(address, last)), timeoutMs);
  const ended = new AbortController();
  const cancelled = async (): Promise<never> => {
    if (!signal.aborted) {
      await once(signal, 'abort', { signal: ended.signal });
    }
    throw new OperationError('cancelled', l10n.t('Cancelled. What is deployed stays and goes on coming up.'));
  };
  try {
    watch.start();
    await Promise.race([promise, cancelled()]);
  } finally {
    ended.abort();
    clearTimeout(timer);
    watch.dispose();
  }
}
