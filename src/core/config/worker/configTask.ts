import type { Finding } from '../finding.ts';
import type { Migration, PlacedMigration } from '../migration/note.ts';
import type { Meaning, Place } from '../offers/meaning.ts';
import type { OfferKind } from '../offers/offer.ts';
import type { Addition } from '../rules/additions.ts';
import type { Fix } from '../rules/fixes.ts';
import type { LegacyDistro } from '../schema/target.ts';
import type { Suggestions } from './carried.ts';
import type { Look, LookRequest } from './look.ts';
import type { ValuesRequest } from './values.ts';

/** A place in a file. */
export interface PlaceRequest {
  readonly look: LookRequest;
  readonly place: Place;
}

/** What the thread is given, by task. */
export interface ConfigRequests {
  readonly look: LookRequest;
  /** The fixes of one finding, by its place in what `look` gave of the same text. */
  readonly fixes: { readonly look: LookRequest; readonly finding: number };
  readonly fixAll: LookRequest;
  readonly validate: { readonly text: string; readonly version?: string; readonly distro?: LegacyDistro };
  readonly convert: { readonly text: string; readonly distro: LegacyDistro };
  /** To the newest version. */
  readonly migrate: ValuesRequest;
  /** Common blocks that the file does not have. */
  readonly additions: ValuesRequest;
  /** What of the host fits where somebody types. */
  readonly offer: PlaceRequest & { readonly form: Look['form'] };
  /** What fits where somebody types in values that another object carries. */
  readonly suggest: PlaceRequest;
  /** What a key or value is for, in values that another object carries. */
  readonly meaning: PlaceRequest;
  /** The values themselves, with the distro of old ones. */
  readonly values: ValuesRequest;
  /** The values of the chart that the values are put over, as YAML. */
  readonly defaults: ValuesRequest;
  /** All values that apply, as YAML. */
  readonly effective: ValuesRequest;
  /** What the vcluster of a file will be, as Markdown. */
  readonly explain: ValuesRequest;
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
  readonly suggest: Suggestions;
  readonly meaning: Meaning | undefined;
  readonly values: { readonly text: string; readonly distro?: LegacyDistro };
  readonly defaults: string;
  readonly effective: string;
  readonly explain: string;
  readonly explainFinding: string;
  readonly schema: string;
}

export type ConfigTask = keyof ConfigRequests;
