import * as l10n from '@vscode/l10n';
import { parseQuantity } from '../base/quantity.ts';
import { dig } from '../vcluster/raw.ts';
import { isNode } from './draft.ts';
import type { Change } from './model.ts';

/** The amounts that a LimitRange of a chart gives containers without their own; charts of both generations have the same. */
export interface LimitDefaults {
  readonly limits: Readonly<Record<string, unknown>>;
  readonly requests: Readonly<Record<string, unknown>>;
}

function merged(defaults: Readonly<Record<string, string>>, given: unknown): Readonly<Record<string, unknown>> {
  return { ...defaults, ...(isNode(given) ? given : {}) };
}

/** What the values say below `isolation.limitRange` or `policies.limitRange`. */
export function limitDefaults(given: unknown): LimitDefaults {
  return {
    limits: merged({ cpu: '1', memory: '512Mi', 'ephemeral-storage': '8Gi' }, dig(given, 'default')),
    requests: merged({ cpu: '100m', memory: '128Mi', 'ephemeral-storage': '3Gi' }, dig(given, 'defaultRequest')),
  };
}

/** Whether no amount in a value is another than the LimitRange gives; `way` leads from the resources of a container to it. */
function agrees(defaults: LimitDefaults, value: unknown, way: readonly string[]): boolean {
  if (isNode(value)) {
    return Object.entries(value).every(([key, one]) => agrees(defaults, one, [...way, key]));
  }
  const expected = parseQuantity(dig(defaults, ...way));
  return expected === undefined || expected === parseQuantity(value);
}

/** A change that is put down to the LimitRange of the vcluster, but is not what that gives, is drift. */
export function checkedLimits(change: Change, defaults: LimitDefaults): Change {
  const [, way] = /^\/spec\/(?:containers|initContainers)\/\d+\/resources((?:\/[^/]+){0,2})$/u.exec(change.path) ?? [];
  return change.kind !== 'host' || way === undefined || agrees(defaults, change.to, way.split('/').slice(1))
    ? change
    : { ...change, kind: 'drift', reason: l10n.t('The LimitRange of the vCluster gives other amounts.') };
}
