import type { Severity } from '../config/finding.ts';
import type { RewriteConfig } from '../rewrite/config.ts';
import type { Prediction } from '../rewrite/model.ts';
import type { Raw } from '../vcluster/raw.ts';

/** What is known beyond the manifest; what is left out is not known, and nothing is said of it. */
export interface PreviewWorld {
  /** Objects inside the vcluster, as `Kind/namespace/name`. */
  readonly inside?: ReadonlySet<string>;
  /** Hosts of Ingresses on the host, with whose each is. */
  readonly ingressHosts?: ReadonlyMap<string, string>;
  /** What the quota of the host namespace still allows, in cores and bytes by resource such as `requests.cpu`. */
  readonly quotaLeft?: ReadonlyMap<string, number>;
}

/** One object of the manifest with what becomes of it. */
export interface PreviewSubject {
  readonly object: Raw;
  /** The pod that comes of it, and where that stands in the object. */
  readonly pod?: Raw;
  readonly base: string;
  /** Of the pod for objects that have one, else of the object. */
  readonly prediction: Prediction;
  /** How many pods come of it. */
  readonly replicas: number;
  readonly config: RewriteConfig;
  /** Objects that the manifest itself makes, as `Kind/namespace/name`. */
  readonly made: ReadonlySet<string>;
  readonly world: PreviewWorld;
}

/** Something to know before a manifest is applied. */
export interface PreviewFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** JSON pointer into the object. */
  readonly pointer: string;
}

export type PreviewCheck = (subject: PreviewSubject) => readonly PreviewFinding[];
