import type { KubeObject } from '../../kube/resource.ts';
import { nameOf, namespaceOf } from '../tree.ts';

function identity(object: KubeObject): string {
  return `${object.kind}/${namespaceOf(object)}/${nameOf(object)}`;
}

/** What is inside the vclusters of the fleet whose virtual cluster nobody has opened yet: plain objects, by `namespace/name`. */
export class Originals {
  readonly #inside = new Map<string, Map<string, KubeObject>>();

  remember(vcluster: string, object: KubeObject): void {
    const objects = this.#inside.get(vcluster) ?? new Map<string, KubeObject>();
    this.#inside.set(vcluster, objects.set(identity(object), object));
  }

  /** What is inside a vcluster. */
  of(vcluster: string): readonly KubeObject[] {
    return [...(this.#inside.get(vcluster)?.values() ?? [])];
  }

  /** Whether the pod with this virtual name would be made anew by its owner if it went away. */
  replaces(vcluster: string, namespace: string, pod: string): boolean {
    const objects = this.#inside.get(vcluster);
    const owners = objects?.get(`Pod/${namespace}/${pod}`)?.metadata?.ownerReferences ?? [];
    return owners.some(({ kind, name, uid }) => objects?.get(`${kind}/${namespace}/${name}`)?.metadata?.uid === uid);
  }

  forget(vcluster: string): void {
    this.#inside.delete(vcluster);
  }
}
