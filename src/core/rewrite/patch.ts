import * as l10n from '@vscode/l10n';
import { dig, objects, text } from '../vcluster/raw.ts';
import { type Draft, isNode } from './draft.ts';
import { Placeholder } from './placeholder.ts';
import { pages, type Rule, type Work } from './rule.ts';

/** A change that the configuration makes to all objects of a kind on their way to the host. */
export interface Patch {
  /** Keys, indexes, and `*` for all elements of a list. */
  readonly steps: readonly string[];
  /** Whether the value is the name of an object, or is what an expression gives, which is known to the syncer only. */
  readonly makes: 'name' | 'anything';
}

/** A dotted path with indexes, `[*]` and keys in quotes. */
function stepsOf(path: string): readonly string[] {
  return [...path.matchAll(/\["([^"]*)"\]|\['([^']*)'\]|\[(\*|\d+)\]|([^.[\]]+)/gu)].map(
    ([, double, single, index, key]) => double ?? single ?? index ?? key ?? '',
  );
}

/** The patches below a kind of `sync.toHost`. Those that only lead back from the host are left out. */
export function patchesOf(given: unknown): readonly Patch[] {
  return objects(dig(given, 'patches')).flatMap((one): readonly Patch[] => {
    const steps = stepsOf(text(one['path'])?.replace(/^\$\.?/u, '') ?? '');
    const makes = text(one['expression']) !== undefined ? 'anything' : isNode(one['reference']) ? 'name' : undefined;
    return steps.length === 0 || makes === undefined ? [] : [{ steps, makes }];
  });
}

type Visit = (holder: Record<string, unknown>, key: string, path: string) => void;

/** Finds what a path leads to; where it leads to nothing, the syncer does nothing. */
function visit(at: unknown, steps: readonly string[], found: Visit, path = ''): void {
  const [step = '', ...rest] = steps;
  if (!(Array.isArray(at) || isNode(at))) {
    return;
  }
  const holder = at as Record<string, unknown>;
  const keys = step === '*' ? Object.keys(holder) : Object.hasOwn(holder, step) ? [step] : [];
  for (const key of keys) {
    rest.length === 0 ? found(holder, key, `${path}/${key}`) : visit(holder[key], rest, found, `${path}/${key}`);
  }
}

function apply(draft: Draft, patch: Patch, { object, naming, namespace }: Work): void {
  visit(object, patch.steps, (holder, key, path) => {
    const value = holder[key];
    if (patch.makes === 'anything') {
      draft.set(holder, key, new Placeholder(`patched ${path}`, 'any'));
    } else if (typeof value === 'string' && value !== '') {
      draft.set(holder, key, namespace === '' ? naming.cluster(value) : naming.namespaced(value, namespace));
    }
  });
}

/** The last thing that happens to an object. */
export const patched: Rule = {
  id: 'config.patch',
  reason: () => l10n.t('The configuration of the vCluster patches this field.'),
  link: pages.syncing,
  apply: (work) => {
    for (const patch of work.config.patches.get(work.plural) ?? []) {
      apply(work.draft, patch, work);
    }
  },
};
