import type { KubeObject } from '../kube/resource.ts';
import { containerMessage, containerState, isTrouble } from './containerState.ts';
import { count, dig, objects, type Raw, text } from './raw.ts';

/** How far the init containers of a pod have come. */
export interface InitStatus {
  readonly initializing: boolean;
  readonly reason: string;
  readonly message: string | undefined;
  readonly trouble: boolean;
  /** Sidecars that are ready. */
  readonly ready: number;
  readonly sidecars: number;
  readonly restarts: number;
  readonly sidecarRestarts: number;
}

function isSidecar(container: Raw | undefined): boolean {
  return dig(container, 'restartPolicy') === 'Always';
}

/** The word after `Init:` for a container that holds up the start; undefined for one that is through. */
function holdUp(status: Raw, sidecar: boolean): string | undefined {
  const state = containerState(status);
  if (state.kind === 'terminated' && state.exitCode === 0) {
    return undefined;
  }
  if (sidecar && dig(status, 'started') === true) {
    return undefined;
  }
  if (state.kind === 'terminated') {
    return state.label;
  }
  return state.kind === 'waiting' && state.reason !== 'PodInitializing' ? state.reason : '';
}

/** Reads the init containers, native sidecars among them, up to the first that is not through. */
export function readInit(pod: KubeObject, reason: string): InitStatus {
  const containers = objects(dig(pod, 'spec', 'initContainers'));
  const statuses = objects(dig(pod, 'status', 'initContainerStatuses'));
  const sidecars = containers.filter(isSidecar).length;
  let [ready, restarts, sidecarRestarts] = [0, 0, 0];
  for (const [index, status] of statuses.entries()) {
    const name = text(dig(status, 'name'));
    const sidecar = isSidecar(containers.find((one) => dig(one, 'name') === name));
    const again = count(dig(status, 'restartCount')) ?? 0;
    restarts += again;
    sidecarRestarts += sidecar ? again : 0;
    const held = holdUp(status, sidecar);
    if (held !== undefined) {
      const state = containerState(status);
      return {
        initializing: true,
        reason: `Init:${held || `${index}/${containers.length}`}`,
        message: containerMessage(status, state),
        trouble: isTrouble(state),
        ready,
        sidecars,
        restarts,
        sidecarRestarts,
      };
    }
    ready += sidecar && dig(status, 'started') === true && dig(status, 'ready') === true ? 1 : 0;
  }
  return {
    initializing: false,
    reason,
    message: undefined,
    trouble: false,
    ready,
    sidecars,
    restarts,
    sidecarRestarts,
  };
}
