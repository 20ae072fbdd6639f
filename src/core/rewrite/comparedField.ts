import * as l10n from '@vscode/l10n';

/** A field on three sides: inside, as predicted and on the host; with the rule that wrote it or a part above it. */
export interface Field {
  readonly virtual: unknown;
  readonly predicted: unknown;
  readonly host: unknown;
  readonly rule: string | undefined;
  /** Steps to it on the host; on the virtual side where the host has none. */
  readonly path: readonly string[];
}

/** Why a field that the rules do not explain is drift. */
export function driftReason({ predicted, host }: Field): string {
  if (host === undefined) {
    return l10n.t('The syncer would write this, and the host does not have it.');
  }
  return predicted === undefined
    ? l10n.t('Neither the syncer nor the host’s own defaults explain this.')
    : l10n.t('The syncer would write something else here.');
}
