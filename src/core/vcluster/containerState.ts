import * as l10n from '@vscode/l10n';
import { count, dig, type Raw, text } from './raw.ts';

/** What one container does, from its status. */
export type ContainerState =
  | { readonly kind: 'none' | 'running' }
  | { readonly kind: 'waiting'; readonly reason: string; readonly message: string | undefined }
  | {
      readonly kind: 'terminated';
      readonly reason: string;
      readonly exitCode: number;
      /** The reason, else `Signal:N` or `ExitCode:N`, as kubectl writes it. */
      readonly label: string;
      readonly message: string | undefined;
    };

/** Waiting for these is part of every start; any other reason means that something is wrong. */
const harmless: ReadonlySet<string> = new Set(['', 'ContainerCreating', 'PodInitializing']);

function terminated(state: unknown): ContainerState {
  const exitCode = typeof dig(state, 'exitCode') === 'number' ? (dig(state, 'exitCode') as number) : 0;
  const signal = count(dig(state, 'signal')) ?? 0;
  const reason = text(dig(state, 'reason'), 100) ?? '';
  const label = reason || (signal === 0 ? `ExitCode:${exitCode}` : `Signal:${signal}`);
  return { kind: 'terminated', reason, exitCode, label, message: text(dig(state, 'message')) };
}

/** Reads the state of one entry of `containerStatuses` or `initContainerStatuses`. */
export function containerState(status: Raw): ContainerState {
  const waiting = dig(status, 'state', 'waiting');
  const ended = dig(status, 'state', 'terminated');
  if (ended !== undefined && ended !== null) {
    return terminated(ended);
  }
  if (waiting !== undefined && waiting !== null) {
    return { kind: 'waiting', reason: text(dig(waiting, 'reason'), 100) ?? '', message: text(dig(waiting, 'message')) };
  }
  return { kind: dig(status, 'state', 'running') ? 'running' : 'none' };
}

/** Whether a container cannot go on as it is. */
export function isTrouble(state: ContainerState): boolean {
  return state.kind === 'waiting'
    ? !harmless.has(state.reason)
    : state.kind === 'terminated' && (state.exitCode !== 0 || state.reason === 'Error');
}

/** What the container or the kubelet said about it, else how its last run ended. */
export function containerMessage(status: Raw, state: ContainerState): string | undefined {
  const own = state.kind === 'waiting' || state.kind === 'terminated' ? state.message : undefined;
  const last = dig(status, 'lastState', 'terminated');
  const before =
    state.kind === 'terminated' ? state : last === undefined || last === null ? undefined : terminated(last);
  if (own !== undefined || before?.kind !== 'terminated' || before.exitCode === 0) {
    return own;
  }
  return l10n.t('Last exit: {0} ({1})', before.label, before.exitCode);
}
