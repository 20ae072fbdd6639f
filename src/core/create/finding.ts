import type { CreateChoices } from './choices.ts';

/** `ok` is a line of the preflight that found nothing to do; `error` keeps from going on. */
export type Severity = 'ok' | 'info' | 'warning' | 'error';

/** What can be done about a finding; `title` is the text of its button. */
export type Fix =
  | { readonly kind: 'change'; readonly title: string; readonly change: Partial<CreateChoices> }
  | { readonly kind: 'chooseName' | 'chooseNamespace'; readonly title: string }
  | { readonly kind: 'chooseStorageClass'; readonly title: string; readonly names: readonly string[] }
  | { readonly kind: 'installTool'; readonly title: string; readonly tool: 'vcluster' | 'helm' }
  | { readonly kind: 'deleteVolumeClaims' | 'deleteRelease'; readonly title: string; readonly names: readonly string[] }
  | { readonly kind: 'copyText'; readonly title: string; readonly text: string };

/** One thing to know before a vcluster is made. The message is a sentence that says what to do next, where something is to do. */
export interface Finding {
  readonly severity: Severity;
  /** Stable, for tests and for the choice of an icon. */
  readonly code: string;
  readonly message: string;
  /** The choice that it is about. */
  readonly field?: keyof CreateChoices;
  readonly fix?: Fix;
}

/** Makes the findings about one field. */
export function findingsOf(
  field: keyof CreateChoices,
): (severity: Severity, code: string, message: string, fix?: Fix) => Finding {
  return (severity, code, message, fix) => ({ severity, code, field, message, ...(fix === undefined ? {} : { fix }) });
}

/** Whether nothing keeps from going on. */
export function passes(findings: readonly Finding[]): boolean {
  return findings.every(({ severity }) => severity !== 'error');
}
