import { text } from '../../vcluster/raw.ts';
import type { Node } from '../draft.ts';
import type { Work } from '../rule.ts';

/** How the host calls an object of the pod's namespace. */
type HostName = (work: Work, name: string) => string;

export const named: HostName = ({ naming, namespace }, name) => naming.namespaced(name, namespace);
export const configMapNamed: HostName = ({ naming, namespace }, name) => naming.configMap(name, namespace);

/** Gives the reference in `holder` the name that its object has on the host. */
export function rename(work: Work, holder: Node | undefined, hostName: HostName, key = 'name'): void {
  const name = text(holder?.[key]);
  if (holder !== undefined && name !== undefined) {
    work.draft.set(holder, key, hostName(work, name));
  }
}
