import type { ConfigPath, Severity } from '../finding.ts';
import { type Place, pathOf, type Settings } from './settings.ts';

/**
 * One way to mend a finding, as plain data. `set` and `move` make what is missing on the way; `move` takes the value with its comments along,
 * and `remove` takes away what would be empty then as well.
 */
export type Change =
  | { readonly kind: 'set'; readonly path: ConfigPath; readonly value: unknown }
  | { readonly kind: 'rename'; readonly path: ConfigPath; readonly to: string }
  | { readonly kind: 'move'; readonly path: ConfigPath; readonly to: ConfigPath }
  | { readonly kind: 'remove'; readonly path: ConfigPath }
  /** Takes the place of a key or a scalar as it is written. */
  | { readonly kind: 'write'; readonly path: ConfigPath; readonly at: 'key' | 'value'; readonly text: string };

/** An answer to a finding: what its button says, and what it changes. */
export interface Answer {
  readonly title: string;
  readonly changes: readonly Change[];
  /** It changes more than what is wrong, so that somebody has to choose it. */
  readonly cautious?: boolean;
}

/** What a rule has to say about one place. */
export interface Report {
  /** The key or item that it is about; the nearest one around it where it is not written. */
  readonly path: ConfigPath;
  /** The name of the key, or what stands behind it. By default the value, and the key of a map or list. */
  readonly at?: 'key' | 'value';
  /** Where it differs from the severity of the rule. */
  readonly severity?: Severity;
  readonly message: string;
  /** With exactly one it can be mended without asking. */
  readonly answers?: readonly Answer[];
}

/** One thing that vcluster refuses, passes over or advises against, as data. */
export interface Rule {
  /** Stable, in kebab case; also the name of its explanation. */
  readonly code: string;
  readonly severity: Severity;
  /** The first and the last minor of chart 0 that it holds for; without them from 0.20, and for good. */
  readonly since?: number;
  readonly until?: number;
  /** A paragraph for a page about the rule. */
  readonly explanation: () => string;
  readonly check: (settings: Settings) => readonly Report[];
}

/** The first minor whose files are a vcluster.yaml. */
export const firstCurrentMinor = 20;

/** Whether a rule is about files of a version. */
export function holdsFor(rule: Rule, minor: number): boolean {
  const { since = firstCurrentMinor, until = Number.POSITIVE_INFINITY } = rule;
  return minor >= since && minor <= until;
}

/** A change that sets a value. */
export function setting(place: Place, value: unknown): Change {
  return { kind: 'set', path: pathOf(place), value };
}

/** A change that takes a key away. */
export function removal(place: Place): Change {
  return { kind: 'remove', path: pathOf(place) };
}
