import { dump } from 'js-yaml';
import { parseConfig } from '../document.ts';
import { childrenOf, type SchemaNode } from '../schema/node.ts';
import { rootOf } from '../schema/tables.ts';
import type { Target } from '../schema/target.ts';

type Values = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function defaultsOf(node: SchemaNode, target: Target): unknown {
  if (node.type !== 'object') {
    return node.default;
  }
  const entries = childrenOf(node, target).flatMap((child) => {
    const value = defaultsOf(child, target);
    return value === undefined ? [] : [[child.key, value] as const];
  });
  return entries.length === 0
    ? node.default
    : { ...(isMap(node.default) ? node.default : {}), ...Object.fromEntries(entries) };
}

/** As helm merges: maps key by key, everything else as a whole, and null takes a default away. */
function merged(defaults: unknown, given: unknown): unknown {
  if (!isMap(defaults) || !isMap(given)) {
    return given === undefined ? defaults : given;
  }
  const keys = new Set([...Object.keys(defaults), ...Object.keys(given)]);
  const entries = [...keys].flatMap((key) => {
    const value = given[key] === null ? undefined : merged(defaults[key], given[key]);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

/** The values of the chart of a version, as far as they are known. */
export function chartDefaults(target: Target): Values {
  const values = defaultsOf(rootOf(target), target);
  return isMap(values) ? values : {};
}

/** The values that apply when a file is given to the chart of a version, as YAML. */
export function effectiveValues(text: string, target: Target): string {
  return dump(merged(chartDefaults(target), parseConfig(text).value ?? {}), { lineWidth: -1, noRefs: true });
}
