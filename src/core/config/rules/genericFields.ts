import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { nearest } from '../structure/nearest.ts';
import type { Report } from './rule.ts';
import { isFields } from './settings.ts';

type Path = readonly (string | number)[];

/** The keys of a map, with what stands below them: a map, a list of maps, or nothing to look at. */
interface Shape {
  readonly [key: string]: Shape | readonly [Shape] | undefined;
}

const patch: Shape = {
  op: undefined,
  fromPath: undefined,
  path: undefined,
  namePath: undefined,
  namespacePath: undefined,
  value: undefined,
  regex: undefined,
  conditions: [{ path: undefined, subPath: undefined, equal: undefined, notEqual: undefined, empty: undefined }],
  ignore: undefined,
  sync: { secret: undefined, configmap: undefined },
};
const kind: Shape = { apiVersion: undefined, kind: undefined };
const synced: Shape = {
  ...kind,
  optional: undefined,
  replaceOnConflict: undefined,
  patches: [patch],
  reversePatches: [patch],
};
const hook: Shape = { ...kind, verbs: undefined, patches: [patch] };

/** A configuration of generic sync; in old charts it is a text, so that no schema looks at it. */
const generic: Shape = {
  version: undefined,
  export: [{ ...synced, selector: { labelSelector: undefined } }],
  import: [synced],
  hooks: { hostToVirtual: [hook], virtualToHost: [hook] },
};

function reports(value: unknown, shape: Shape, path: Path): readonly Report[] {
  return Object.entries(isFields(value) ? value : {}).flatMap(([key, inner]): readonly Report[] => {
    const at = [...path, key];
    if (!Object.hasOwn(shape, key)) {
      const [meant] = nearest(key, Object.keys(shape));
      const message =
        meant === undefined
          ? l10n.t('There is no key "{0}" here.', printable(key, 60))
          : l10n.t('There is no key "{0}" here. Did you mean "{1}"?', printable(key, 60), meant);
      return [{ path: at, message }];
    }
    const below = shape[key];
    if (isList(below)) {
      return Array.isArray(inner) ? inner.flatMap((item, index) => reports(item, below[0], [...at, index])) : [];
    }
    return below === undefined ? [] : reports(inner, below, at);
  });
}

function isList(below: Shape | readonly [Shape] | undefined): below is readonly [Shape] {
  return Array.isArray(below);
}

/** The keys of a configuration of generic sync that nobody knows; vcluster reads it strictly. */
export function genericFields(value: unknown): readonly Report[] {
  return reports(value, generic, []);
}
