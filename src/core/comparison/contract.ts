import type { ComparisonDetail, ComparisonHead, ComparisonRow, Diagnosis, RowChanges } from './model.ts';

/** Which of the two clusters. */
export type Side = 'virtual' | 'host';
/** What the list can be narrowed to; none chosen means everything. */
export type RowFilter = 'rewritten' | 'waiting' | 'drift' | 'hostOnly' | 'notSynced';
/** Where an object lives: inside only, on both sides, on the host only. */
export type Layer = 'virtual' | 'synced' | 'host';
/** What the lower part shows of the chosen object. */
export type Tab = 'lines' | 'diagnosis';

/** What the page keeps over hiding and reloading. No text of a cluster is in it but names, and never a secret value. */
export interface PanelState {
  readonly vclusterId: string;
  /** Key of the chosen row. */
  readonly selected?: string;
  readonly search: string;
  readonly filters: readonly RowFilter[];
  /** The parts of the picture that are chosen, each `layer:plural`. */
  readonly parts: readonly string[];
  /** The groups of the list that are closed. */
  readonly collapsed: readonly string[];
  readonly tab: Tab;
  readonly onlyChanges: boolean;
  readonly status: boolean;
  readonly managed: boolean;
  readonly wrap: boolean;
  readonly picture: boolean;
  /** How much of the room the list takes, from 0 to 1. */
  readonly share: number;
  /** Whether the user has opened the inside, so that it is opened again. */
  readonly inside: boolean;
}

/** What the extension says to the page. */
export type PageMessage =
  | {
      readonly type: 'start';
      readonly head: ComparisonHead;
      readonly rows: readonly ComparisonRow[];
      /** Translations by the English text. */
      readonly texts: Readonly<Record<string, string>>;
    }
  | { readonly type: 'head'; readonly head: ComparisonHead }
  | ({ readonly type: 'rows' } & RowChanges)
  | { readonly type: 'select'; readonly key: string }
  | { readonly type: 'detail'; readonly detail: ComparisonDetail }
  | { readonly type: 'detailFailed'; readonly key: string; readonly message: string }
  | { readonly type: 'diagnosis'; readonly diagnosis: Diagnosis }
  | { readonly type: 'diagnosisFailed'; readonly key: string; readonly message: string }
  | { readonly type: 'revealed'; readonly value: string; readonly place: Place }
  | { readonly type: 'revealFailed'; readonly message: string; readonly place: Place }
  /** Nothing can be shown at all, and why. */
  | { readonly type: 'failed'; readonly message: string };

/** One value of an object: a JSON pointer into one side of it. */
export interface Place {
  readonly key: string;
  readonly side: Side;
  readonly path: string;
}

/** What the page asks of the extension. */
export type HostMessage =
  /** The page stands and wants `start`. */
  | { readonly type: 'ready'; readonly inside: boolean }
  | { readonly type: 'select'; readonly key: string }
  | { readonly type: 'diagnose'; readonly key: string }
  | { readonly type: 'reveal'; readonly place: Place }
  | { readonly type: 'copy'; readonly key: string; readonly side: Side }
  | { readonly type: 'open'; readonly key: string; readonly side: Side }
  | { readonly type: 'diff'; readonly key: string }
  | { readonly type: 'openInside' }
  | { readonly type: 'cancelOpening' }
  /** Runs the command that the head offers. */
  | { readonly type: 'fix' };
