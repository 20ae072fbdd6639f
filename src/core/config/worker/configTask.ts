import type { Finding } from '../finding.ts';
import type { Migration, PlacedMigration } from '../migration/note.ts';
import type { OfferKind } from '../offers/offer.ts';
import type { Addition } from '../rules/additions.ts';
import type { Fix } from '../rules/fixes.ts';
import type { LegacyDistro } from '../schema/target.ts';
import type { Look, LookRequest } from './look.ts';

/** What the thread is given, by task. */
export interface ConfigRequests {
  readonly look: LookRequest;
  /** The fixes of one finding, by its place in what `look` gave of the same text. */
  readonly fixes: { readonly look: LookRequest; readonly finding: number };
  readonly fixAll: LookRequest;
  readonly validate: { readonly text: string; readonly version?: string; readonly distro?: LegacyDistro };
  readonly convert: { readonly text: string; readonly distro: LegacyDistro };
  /** To the newest version: old values with their distro, a vcluster.yaml with its version. */
  readonly migrate: { readonly text: string; readonly distro?: LegacyDistro; readonly from?: string };
  /** Common blocks that the file does not have. */
  readonly additions: LookRequest;
  /** What of the host fits where somebody types. */
  readonly offer: { readonly text: string; readonly line: number; readonly character: number };
  /** All values that apply, as YAML. */
  readonly effective: LookRequest;
  /** What the vcluster of a file will be, as Markdown. */
  readonly explain: LookRequest;
  /** What a kind of finding is about, as Markdown. */
  readonly explainFinding: { readonly code: string };
  /** The JSON schema of a version, as text. */
  readonly schema: { readonly version: string; readonly distro?: LegacyDistro };
}

/** What it gives back. */
export interface ConfigAnswers {
  readonly look: Look | undefined;
  readonly fixes: readonly Fix[];
  readonly fixAll: string;
  readonly validate: readonly Finding[];
  readonly convert: Migration;
  readonly migrate: PlacedMigration;
  readonly additions: readonly Addition[];
  readonly offer: { readonly kind: OfferKind; readonly typed: string } | undefined;
  readonly effective: string;
  readonly explain: string;
  readonly explainFinding: string;
  readonly schema: string;
}

export type ConfigTask = keyof ConfigRequests;
