import { type Raw, text } from '../vcluster/raw.ts';
import { isNode, type Node } from './draft.ts';
import { renameKeys, renameSelectorKeys } from './labels.ts';
import { type Steps, stepsOf, visit } from './path.ts';
import { Placeholder } from './placeholder.ts';
import type { Work } from './rule.ts';

/** One change of the generic sync of versions up to v0.27. */
export interface Operation {
  readonly makes: 'operation';
  readonly op: string;
  readonly steps: Steps;
  readonly value: unknown;
  readonly namePath: string | undefined;
  readonly namespacePath: string | undefined;
  /** Whether what it makes depends on more than the object, such as on conditions or an expression. */
  readonly uncertain: boolean;
}

/** What an entry of `patches` says; nothing for what leads nowhere. */
export function operationOf(given: Raw): readonly Operation[] {
  const steps = stepsOf(text(given['path']) ?? '');
  const op = text(given['op']);
  const uncertain = given['conditions'] !== undefined || text(given['regex']) !== undefined;
  return steps.length === 0 || op === undefined
    ? []
    : [
        {
          makes: 'operation',
          op,
          steps,
          value: given['value'],
          namePath: text(given['namePath']),
          namespacePath: text(given['namespacePath']),
          uncertain,
        },
      ];
}

type Holder = Record<string, unknown>;

function textsAt(at: unknown, path: string | undefined): readonly (readonly [Holder, string, string])[] {
  const all: (readonly [Holder, string, string])[] = [];
  visit(at, stepsOf(path ?? ''), (holder, key) => {
    const value = text(holder[key]);
    if (value !== undefined) {
      all.push([holder, key, value]);
    }
  });
  return all;
}

/** A name, or names within objects that may say their namespaces. */
function rewriteNames({ draft, naming, namespace }: Work, operation: Operation, holder: Holder, key: string): void {
  const value = holder[key];
  if (typeof value === 'string') {
    draft.set(holder, key, naming.namespaced(value, namespace));
    return;
  }
  for (const item of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
    const namespaces = textsAt(item, operation.namespacePath);
    for (const [at, last, name] of textsAt(item, operation.namePath)) {
      draft.set(at, last, naming.namespaced(name, namespaces.at(-1)?.[2] ?? namespace));
    }
    for (const [at, last, given] of namespaces) {
      draft.set(at, last, naming.hostNamespace(given) ?? given);
    }
  }
}

function rewriteLabels({ draft, naming }: Work, op: string, holder: Holder, key: string): void {
  const value = holder[key];
  if (op === 'rewriteLabelKey' && typeof value === 'string') {
    draft.set(holder, key, naming.labelKey(value));
  } else if (op === 'rewriteLabelSelector' && isNode(value)) {
    renameKeys(draft, value, (label) => naming.labelKey(label));
  } else if (op === 'rewriteLabelExpressionsSelector' && isNode(value)) {
    renameSelectorKeys(draft, value, (label) => naming.clusterLabelKey(label));
  }
}

function remove({ draft }: Work, holder: Holder, key: string): void {
  if (Array.isArray(holder)) {
    (holder as unknown[]).splice(Number(key), 1);
  } else {
    draft.remove(holder, key);
  }
}

/** Adds to what is there: the members of a map, or an element to a list. */
function add({ draft }: Work, value: unknown, holder: Holder, key: string): void {
  const there = holder[key];
  if (isNode(there) && isNode(value)) {
    for (const [name, one] of Object.entries(value)) {
      draft.set(there, name, one);
    }
  } else {
    draft.set(holder, key, Array.isArray(there) ? [...there, value] : value);
  }
}

/** Makes the way to a value that is not there yet. */
function create({ draft, object }: Work, steps: Steps, value: unknown): void {
  if (steps.some((step) => step === '*' || step === '..' || /^\d+$/u.test(step))) {
    return;
  }
  let at: Node = object;
  for (const step of steps.slice(0, -1)) {
    at = draft.within(at, step);
  }
  draft.set(at, steps.at(-1) ?? '', value);
}

/** Does what the generic sync does; what it takes from the host's object, or decides by conditions, is the host's word. */
export function operate(work: Work, operation: Operation): void {
  const places: (readonly [Holder, string, string])[] = [];
  visit(work.object, operation.steps, (holder, key, path) => places.push([holder, key, path]));
  for (const [holder, key, path] of places.toReversed()) {
    if (operation.uncertain || operation.op === 'copyFromObject') {
      work.draft.set(holder, key, new Placeholder(`patched ${path}`, 'optional'));
    } else if (operation.op === 'rewriteName') {
      rewriteNames(work, operation, holder, key);
    } else if (operation.op === 'remove') {
      remove(work, holder, key);
    } else if (operation.op === 'replace') {
      work.draft.set(holder, key, operation.value);
    } else if (operation.op === 'add') {
      add(work, operation.value, holder, key);
    } else {
      rewriteLabels(work, operation.op, holder, key);
    }
  }
  if (places.length === 0 && operation.op === 'add' && !operation.uncertain) {
    create(work, operation.steps, operation.value);
  }
}
