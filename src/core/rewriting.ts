import * as l10n from '@vscode/l10n';
import { explain } from './rewrite/explain.ts';
import { hostName, predict } from './rewrite/predict.ts';

/** The rules of rewriting, for callers who want nothing else. */
export interface Rewriting {
  readonly hostName: typeof hostName;
  readonly predict: typeof predict;
  readonly explain: typeof explain;
}

/** Makes the rules available, with their reasons in the user's language. Pure: needs no cluster and no kubeconfig. */
export function createRewriting(translations?: Readonly<Record<string, string>>): Rewriting {
  if (translations !== undefined) {
    l10n.config({ contents: { ...translations } });
  }
  return { hostName, predict, explain };
}
