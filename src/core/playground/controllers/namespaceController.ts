import { type KubeObject, resources } from '../../kube/resource.ts';
import { WorkQueue } from '../agenda.ts';
import { catalogue, type Served } from '../catalogue.ts';
import { kubeTime, listAt, nameOf, namespaceOf, sameJson, textAt, treeAt } from '../tree.ts';
import type { ControllerParts } from './controller.ts';

interface Remaining {
  readonly type: Served;
  readonly object: KubeObject;
}

type Verdict = readonly [type: string, status: boolean, reason: string, message: string];

/**
 * Empties namespaces that are being deleted, and removes them once nothing is left in them and their own finalizers are gone. Until
 * then their conditions say what remains and for which finalizer it waits, in the words of kube-controller-manager.
 */
export class NamespaceController {
  readonly #parts: ControllerParts;
  readonly #queue: WorkQueue;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#queue = new WorkQueue(parts.agenda, (name) => this.#work(name));
    parts.store.onDidChange(({ type, change, object }) => {
      if (type.plural === 'namespaces') {
        if (change !== 'DELETED' && object.metadata?.deletionTimestamp) {
          this.#queue.add(nameOf(object));
        }
      } else if (this.#isEnding(namespaceOf(object))) {
        this.#queue.add(namespaceOf(object));
      }
    });
  }

  #isEnding(name: string): boolean {
    const found = name ? this.#parts.api.find(resources.namespaces, undefined, name) : undefined;
    return found?.metadata?.deletionTimestamp !== undefined;
  }

  #work(name: string): void {
    const { api } = this.#parts;
    if (!this.#isEnding(name)) {
      return;
    }
    for (const { type, object } of this.#remaining(name)) {
      if (!object.metadata?.deletionTimestamp) {
        api.delete(type, name, nameOf(object), { propagationPolicy: 'Background' });
      }
    }
    const left = this.#remaining(name);
    const namespace = api.get(resources.namespaces, undefined, name);
    if (left.length === 0 && listAt(namespace, 'metadata', 'finalizers').length === 0) {
      api.remove(resources.namespaces, undefined, name);
    } else {
      this.#tell(namespace, left);
    }
  }

  #remaining(name: string): readonly Remaining[] {
    return catalogue
      .filter(({ namespaced }) => namespaced)
      .flatMap((type) => this.#parts.store.list(type, name).map((object) => ({ type, object })));
  }

  #tell(namespace: KubeObject, left: readonly Remaining[]): void {
    const before = listAt(namespace, 'status', 'conditions');
    const conditions = verdicts(left).map(([type, status, reason, message]) => {
      const fields = { type, status: status ? 'True' : 'False', reason, message };
      const known = before.find((one) => textAt(one, 'type') === type && textAt(one, 'status') === fields.status);
      return {
        ...fields,
        lastTransitionTime: textAt(known, 'lastTransitionTime') ?? kubeTime(this.#parts.clock.now()),
      };
    });
    const status = { ...treeAt(namespace, 'status'), phase: 'Terminating', conditions };
    if (!sameJson(status, namespace['status'])) {
      this.#parts.api.overwrite({ ...namespace, status });
    }
  }
}

/** How many there are of each, the first in the alphabet first. */
function counted(names: readonly string[], phrase: (name: string, count: number) => string): string {
  return [...new Set(names)]
    .sort()
    .map((name) => phrase(name, names.filter((one) => one === name).length))
    .join(', ');
}

function verdicts(left: readonly Remaining[]): readonly Verdict[] {
  const kinds = left.map(({ type: { plural, group } }) => `${plural}.${group}`);
  const finalizers = left.flatMap(({ object }) => listAt(object, 'metadata', 'finalizers').map(String));
  const what = counted(kinds, (kind, count) => `${kind} has ${count} resource instances`);
  const waits = counted(finalizers, (finalizer, count) => `${finalizer} in ${count} resource instances`);
  const removed = 'All content successfully removed';
  return [
    ['NamespaceDeletionDiscoveryFailure', false, 'ResourcesDiscovered', 'All resources successfully discovered'],
    [
      'NamespaceDeletionGroupVersionParsingFailure',
      false,
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ],
    [
      'NamespaceDeletionContentFailure',
      false,
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ],
    left.length > 0
      ? ['NamespaceContentRemaining', true, 'SomeResourcesRemain', `Some resources are remaining: ${what}`]
      : ['NamespaceContentRemaining', false, 'ContentRemoved', removed],
    finalizers.length > 0
      ? [
          'NamespaceFinalizersRemaining',
          true,
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${waits}`,
        ]
      : ['NamespaceFinalizersRemaining', false, 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
  ];
}
