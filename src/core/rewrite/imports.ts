/** Where an object is on the host. */
export interface HostPlace {
  readonly name: string;
  /** Left out at cluster scope. */
  readonly namespace?: string;
}

/**
 * What of the host is brought into a vcluster under other names (since v0.23): by plural, names on the host with the names inside, such
 * as `host-namespace/*` with `namespace/*`. No name at all stands for the host namespace of the control plane.
 */
export type Imports = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** An object of the vcluster that may come from the host. */
interface Inside {
  readonly plural: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

interface Pattern {
  readonly namespace: string;
  /** `*` for all names. */
  readonly name: string;
}

function patternOf(text: string): Pattern {
  const [namespace = '', name = ''] = text.split('/');
  return { namespace, name: name === '' ? '*' : name };
}

/** Where the host has what is inside under a name; undefined for what does not come from the host. Exact names win over `*`. */
export function importedFrom(
  imports: Imports,
  { plural, name, namespace }: Inside,
  controlPlane: string,
): HostPlace | undefined {
  const pairs = Object.entries(imports.get(plural) ?? {})
    .map(([from, to]) => ({ from: patternOf(from), to: patternOf(to) }))
    .filter(({ to }) => to.namespace === namespace);
  const found =
    pairs.find(({ from, to }) => to.name === name && from.name !== '*') ??
    pairs.find(({ from, to }) => to.name === '*' && from.name === '*');
  // A namespace of the host has a `kube-root-ca.crt` of its own, which stays there.
  if (found === undefined || (plural === 'configmaps' && name === 'kube-root-ca.crt')) {
    return undefined;
  }
  const { from } = found;
  return {
    name: from.name === '*' ? name : from.name,
    namespace: from.namespace === '' ? controlPlane : from.namespace,
  };
}
