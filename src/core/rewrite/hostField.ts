import * as l10n from '@vscode/l10n';
import type { Node } from './draft.ts';

/** A field that the host sets, and what it sets there. */
export interface HostField {
  /** Only for this kind; for all where left out. */
  readonly kind?: string;
  /** Steps from the object to the field; `*` stands for any one step. */
  readonly path: readonly string[];
  readonly accepts: (value: unknown, host: Node, path: readonly string[]) => boolean;
  readonly reason: () => string;
}

export const bookkeeping = (): string => l10n.t('Each side keeps this for itself.');
export const defaulted = (): string => l10n.t('A default of the host’s API server.');
export const assigned = (): string => l10n.t('Assigned by the host.');
export const admitted = (): string => l10n.t('Added by the host’s admission.');
export const status = (): string => l10n.t('The host reports the state, and the vCluster takes it over.');
export const bound = (): string => l10n.t('Written by the host’s storage controllers.');

/** Whatever it is. */
export function any(): boolean {
  return true;
}

/** One of these values. */
export function is(...expected: readonly unknown[]): HostField['accepts'] {
  const texts = expected.map((one) => JSON.stringify(one));
  return (value) => texts.includes(JSON.stringify(value));
}

function steps(path: string): readonly string[] {
  return path.split(' ');
}

/** A field by its steps, with a blank between them. */
export function field(
  kind: string | undefined,
  path: string,
  accepts: HostField['accepts'],
  reason: () => string,
): HostField {
  return { ...(kind === undefined ? {} : { kind }), path: steps(path), accepts, reason };
}
