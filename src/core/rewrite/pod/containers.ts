import { child, type Node, nodes } from '../draft.ts';

/** All containers of a pod: init, main and ephemeral. */
export function containers(pod: Node): readonly Node[] {
  const spec = child(pod, 'spec');
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((key) => nodes(spec?.[key]));
}
