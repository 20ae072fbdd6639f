import type { Generation } from '../vcluster/model.ts';

/** What is deployed, or is wanted instead. */
export interface ReleaseState {
  readonly generation: Generation;
  readonly chart: { readonly name: string; readonly version: string };
  /** YAML. */
  readonly values: string;
}

/** Something about a change that stands against it. With an `error` it is not to be run. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Where in the values, if it is about one of them. */
  readonly path?: string;
}
