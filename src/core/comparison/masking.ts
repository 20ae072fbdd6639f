import { maskSecrets } from '../host/objectYaml.ts';
import { resources } from '../kube/resource.ts';
import { dig, type Raw } from '../vcluster/raw.ts';

/** Below these alone there can be something to mask. */
const suspects: ReadonlySet<string> = new Set(['data', 'stringData', 'metadata']);

/** The steps of a JSON pointer (RFC 6901). */
export function steps(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A part of an object of that kind as it may be shown, where `path` are the steps that lead to it. */
export function maskedPart(value: unknown, path: readonly string[], kind: string): unknown {
  if (value === undefined || !suspects.has(path[0] ?? '')) {
    return value;
  }
  const whole = path.reduceRight<unknown>((inner, step) => Object.fromEntries([[step, inner]]), value) as Raw;
  return dig(maskSecrets({ ...whole, kind }, ''), ...path);
}

/** What is masked always begins like this. */
const mask = '••••••';
const probe = 'vcluster.loft.sh/token-';

/** Whether a value of an object that is masked already, at that pointer, stands for one that is kept from being shown. */
export function isMasked(shown: unknown, path: string, kind: string): boolean {
  return typeof shown === 'string' && shown.startsWith(mask) && maskedPart(probe, steps(path), kind) !== probe;
}

/** A whole object as it may be shown. */
export function masked(object: Raw, kind: string): Raw {
  return maskSecrets(object, kind === resources.secrets.kind ? resources.secrets.plural : '') as Raw;
}
