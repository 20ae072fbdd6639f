import * as l10n from '@vscode/l10n';
import { marks } from '../vcluster/marks.ts';
import { dig, objects, type Raw, text } from '../vcluster/raw.ts';
import { child, isNode } from './draft.ts';
import { type Operation, operate } from './genericPatch.ts';
import { renameKeys, renameSelectorKeys } from './labels.ts';
import { type Steps, stepsOf, visit } from './path.ts';
import { Placeholder } from './placeholder.ts';
import { pages, type Rule, type Work } from './rule.ts';

/** What a field names; paths lead from the field to its parts. */
interface Reference {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly kindPath?: string;
  readonly apiVersionPath?: string;
  readonly namePath?: string;
  readonly namespacePath?: string;
}

/** A change that the configuration makes to all objects of a kind on their way to the host. */
export type Patch =
  | {
      /** What an expression gives, which is known to the syncer only, or labels, of which some have other keys on the host. */
      readonly makes: 'anything' | 'labels';
      readonly steps: Steps;
    }
  | {
      /** The name of another object, with its namespace if it says one. */
      readonly makes: 'name';
      readonly steps: Steps;
      readonly reference: Reference;
    }
  | Operation;

function referenceOf(given: Raw): Reference {
  const keys = ['kind', 'apiVersion', 'kindPath', 'apiVersionPath', 'namePath', 'namespacePath'] as const;
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = text(given[key]);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** The patches below a kind of `sync.toHost`. Those that only lead back from the host are left out. */
export function patchesOf(given: unknown): readonly Patch[] {
  return objects(dig(given, 'patches')).flatMap((one): readonly Patch[] => {
    const steps = stepsOf(text(one['path']) ?? '');
    const reference = one['reference'];
    if (steps.length === 0) {
      return [];
    }
    if (text(one['expression']) !== undefined) {
      return [{ steps, makes: 'anything' }];
    }
    if (isNode(reference)) {
      return [{ steps, makes: 'name', reference: referenceOf(reference) }];
    }
    return isNode(one['labels']) ? [{ steps, makes: 'labels' }] : [];
  });
}

/** Where a path within a field leads to. */
function found(at: unknown, path: string | undefined): readonly (readonly [Record<string, unknown>, string])[] {
  const all: (readonly [Record<string, unknown>, string])[] = [];
  if (path !== undefined) {
    visit(at, stepsOf(path), (holder, key) => all.push([holder, key]));
  }
  return all;
}

function firstText(at: unknown, path: string | undefined): string | undefined {
  const [first] = found(at, path);
  return first && text(first[0][first[1]]);
}

function rewriteReference(work: Work, holder: Record<string, unknown>, key: string, reference: Reference): void {
  const { draft, naming } = work;
  const value = holder[key];
  const namespacePath = isNode(value) ? reference.namespacePath : undefined;
  const namespace = firstText(value, namespacePath) ?? work.namespace;
  const kind = firstText(value, reference.kindPath) ?? reference.kind ?? '';
  const apiVersion = firstText(value, reference.apiVersionPath) ?? reference.apiVersion;
  const names = typeof value === 'string' ? ([[holder, key]] as const) : found(value, reference.namePath);
  for (const [at, last] of names) {
    const name = text(at[last]);
    if (name !== undefined) {
      const place = work.placeOf({ kind, apiVersion, name, ...(namespace === '' ? {} : { namespace }) });
      const formula = namespace === '' ? naming.cluster(name) : naming.namespaced(name, namespace);
      draft.set(at, last, place?.name ?? formula);
    }
  }
  for (const [at, last] of found(value, namespacePath)) {
    const given = text(at[last]);
    if (given !== undefined) {
      draft.set(at, last, naming.hostNamespace(given) ?? given);
    }
  }
}

/** Labels have the keys of the host; whether a map of them is narrowed as well, only the syncer knows. */
function rewriteLabels({ draft, naming, config }: Work, labels: unknown, path: string): void {
  if (!isNode(labels)) {
    return;
  }
  if (child(labels, 'matchLabels') !== undefined || Array.isArray(labels['matchExpressions'])) {
    renameSelectorKeys(draft, labels, (key) => naming.labelKey(key));
    return;
  }
  renameKeys(draft, labels, (key) => naming.labelKey(key));
  if (config.namespaces === 'single') {
    for (const mark of [marks.managedBy, marks.virtualNamespace]) {
      draft.set(labels, mark, new Placeholder(`${mark} in ${path}`, 'optional'));
    }
  }
}

function apply(work: Work, patch: Patch): void {
  visit(work.object, patch.steps, (holder, key, path) => {
    switch (patch.makes) {
      case 'anything':
        work.draft.set(holder, key, new Placeholder(`patched ${path}`, 'optional'));
        break;
      case 'name':
        rewriteReference(work, holder, key, patch.reference);
        break;
      case 'labels':
        rewriteLabels(work, holder[key], path);
        break;
      case 'operation':
        break;
    }
  });
  if (patch.makes === 'operation') {
    operate(work, patch);
  }
}

/** The last thing that happens to an object on its way to the host. */
export const patched: Rule = {
  id: 'config.patch',
  reason: () => l10n.t('The configuration of the vCluster patches this field.'),
  link: pages.syncing,
  apply: (work) => {
    for (const patch of work.config.patches.get(work.plural) ?? []) {
      apply(work, patch);
    }
  },
};

/** What was patched on its way from the host can have been anything there. */
export const importPatched: Rule = {
  ...patched,
  apply: (work) => {
    for (const { steps } of work.config.importPatches.get(work.plural) ?? []) {
      apply(work, { steps, makes: 'anything' });
    }
  },
};
