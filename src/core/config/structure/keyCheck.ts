import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { type ConfigPath, pathText } from '../finding.ts';
import { childrenOf, isPresent, type SchemaNode } from '../schema/node.ts';
import { successorIn } from '../schema/successor.ts';
import type { Target } from '../schema/target.ts';
import type { Remark } from './collector.ts';
import { nearest } from './nearest.ts';

function shown(key: string): string {
  return printable(key, 60);
}

/** What a key of another version, or of another of the old charts, is. */
function formerKey(forms: readonly SchemaNode[], target: Target, path: ConfigPath): Remark | undefined {
  const form =
    forms.findLast(({ distros }) => target.generation === 'current' || !distros?.includes(target.distro)) ??
    forms.at(-1);
  if (form === undefined) {
    return undefined;
  }
  const key = shown(form.key);
  const severity = target.generation === 'legacy' ? 'warning' : 'error';
  const successor = target.generation === 'legacy' ? undefined : successorIn(form.successor, target);
  const data = { path, ...(successor === undefined ? {} : { successor }) };
  if (form.until !== undefined && form.until < target.minor) {
    const message =
      successor === undefined
        ? l10n.t('"{0}" was there up to 0.{1} and is gone in 0.{2}. Remove it.', key, form.until, target.minor)
        : l10n.t('"{0}" was there up to 0.{1}. Use {2} instead.', key, form.until, successor);
    return { severity, code: 'removed-key', message, data: { ...data, until: form.until } };
  }
  if (form.since !== undefined && form.since > target.minor) {
    const message = l10n.t('"{0}" is there since 0.{1}, but this file is for 0.{2}.', key, form.since, target.minor);
    return { severity, code: 'later-key', message, data: { ...data, since: form.since } };
  }
  if (target.generation === 'legacy' && form.distros !== undefined) {
    const message = l10n.t(
      '"{0}" is for the charts {1} and has no effect in that of {2}.',
      key,
      form.distros.join(', '),
      target.distro,
    );
    // Files that serve several charts are common, and which chart this one is for may be a guess.
    return { severity: 'information', code: 'other-chart-key', message, data };
  }
  return undefined;
}

/** What is to be said of a key that an object does not have in this version; `elsewhere` is where it has keys of that name. */
export function unknownKey(
  key: string,
  parent: SchemaNode,
  target: Target,
  path: ConfigPath,
  elsewhere: readonly string[] = [],
): Remark {
  const forms = parent.keys.get(key) ?? [];
  const former = forms.some((form) => isPresent(form, target)) ? undefined : formerKey(forms, target, path);
  if (former !== undefined) {
    return former;
  }
  const candidates = nearest(
    key,
    childrenOf(parent, target).map((child) => child.key),
  );
  const [meant] = candidates;
  const place = path.length > 1 ? pathText(path.slice(0, -1)) : undefined;
  const data = { path, candidates };
  if (target.generation === 'legacy') {
    const message = meant
      ? l10n.t('The chart does not know "{0}" and passes it over. Did you mean "{1}"?', shown(key), meant)
      : l10n.t('The chart does not know "{0}" and passes it over.', shown(key));
    return { severity: 'warning', code: 'unknown-key', message, data };
  }
  if (parent.type === 'empty') {
    const message = l10n.t('No keys may stand here. Write {} and nothing else.');
    return { severity: 'error', code: 'unknown-key', message, data: { path } };
  }
  if (meant !== undefined) {
    const message = l10n.t('There is no key "{0}" here. Did you mean "{1}"?', shown(key), meant);
    return { severity: 'error', code: 'unknown-key', message, data };
  }
  const [only, another] = elsewhere;
  if (only !== undefined && another === undefined) {
    const message = l10n.t('There is no key "{0}" here. It belongs to {1}.', shown(key), only);
    return { severity: 'error', code: 'unknown-key', message, data: { path, candidates, elsewhere: only } };
  }
  const message = place
    ? l10n.t('There is no key "{0}" in {1}.', shown(key), printable(place, 120))
    : l10n.t('There is no key "{0}" in a vcluster.yaml.', shown(key));
  return { severity: 'error', code: 'unknown-key', message, data };
}

/** What is to be said of an unknown key where the version may well know it: nothing is refused for certain unless it looks misspelt. */
export function maybeKnown<T extends Remark>(remark: T): T {
  const { code, data } = remark;
  if (code !== 'unknown-key' || (data?.candidates ?? []).length > 0 || data?.['elsewhere'] !== undefined) {
    return remark;
  }
  const message = l10n.t(
    '"{0}" is not known here. A version as new as this one may have it.',
    shown(String(data?.path.at(-1))),
  );
  return { ...remark, severity: 'information', message };
}

/** What is to be said where a key is missing. */
export function missingKey(key: string, path: ConfigPath): Remark {
  const message = l10n.t('"{0}" is missing here.', key);
  return { severity: 'error', code: 'missing-key', message, data: { path, missing: key } };
}
