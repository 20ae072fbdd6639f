/** `error`: vcluster refuses it at some stage. `warning`: accepted, but without the effect that it promises. `information`: works; advice. */
export type Severity = 'error' | 'warning' | 'information';

/** A piece of text; lines and characters (UTF-16 code units) count from 0, and the end is just behind it. */
export interface Range {
  readonly line: number;
  readonly character: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

/** Keys and list indexes from the root of the values, such as `['sync', 'toHost', 'pods', 'patches', 0, 'path']`. */
export type ConfigPath = readonly (string | number)[];

/** What a quick fix needs to know, beside the code. */
export interface FindingData {
  /** The key or item that the finding is about. */
  readonly path: ConfigPath;
  /** What could stand there instead (keys for an unknown key, values for a wrong value), the likeliest first. */
  readonly candidates?: readonly string[];
  readonly [detail: string]: unknown;
}

/** One thing to know about a place of a vcluster.yaml or an old values.yaml. */
export interface Finding extends Range {
  readonly severity: Severity;
  /** Stable and in kebab case; the name of its explanation. */
  readonly code: string;
  /** A sentence or two that say what to do next, where something is to do. */
  readonly message: string;
  readonly data?: FindingData;
}

/** Whether a path is another one or leads on from it; from the root none does. */
export function isWithinPath(path: ConfigPath, outer: ConfigPath): boolean {
  return outer.length > 0 && outer.every((step, index) => path[index] === step);
}

export function isSamePath(a: ConfigPath, b: ConfigPath): boolean {
  return a.length === b.length && a.every((step, index) => b[index] === step);
}

/** By place: the order that findings are given in. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    a.line - b.line ||
    a.character - b.character ||
    a.endLine - b.endLine ||
    a.endCharacter - b.endCharacter ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}

/** A path as people write it: `sync.toHost.pods.patches[0].path`; keys with dots stand in brackets and quotes. */
export function pathText(path: ConfigPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') {
      return `${text}[${step}]`;
    }
    if (!/^[\w-]+$/u.test(step)) {
      return `${text}[${JSON.stringify(step)}]`;
    }
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
