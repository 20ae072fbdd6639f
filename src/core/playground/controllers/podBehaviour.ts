import type { KubeObject } from '../../kube/resource.ts';
import { listAt, textAt } from '../tree.ts';

/** A container with this variable ends at once, with its value as exit code. */
const exitVariable = 'EXIT_CODE';

/** The code that a pod's first container ends with; undefined when it goes on running. */
export function exitCode(pod: KubeObject): number | undefined {
  const variables = listAt(listAt(pod, 'spec', 'containers')[0], 'env');
  const found = variables.find((variable) => textAt(variable, 'name') === exitVariable);
  return found === undefined ? undefined : Number(textAt(found, 'value') ?? 1);
}

/** Images of the domain `invalid`, which RFC 2606 keeps free, cannot be pulled. */
export function pullable(pod: KubeObject): boolean {
  return !listAt(pod, 'spec', 'containers').some((one) => /^[^/]*\.invalid[:/]/.test(textAt(one, 'image') ?? ''));
}
