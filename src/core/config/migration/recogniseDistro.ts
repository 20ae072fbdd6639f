import { parseConfig } from '../document.ts';
import type { LegacyDistro } from '../schema/target.ts';
import { generationOf } from './generation.ts';

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** All images that a file names, and the first of the words that a container is started with. */
function traces(values: Fields): readonly string[] {
  return Object.values(values).flatMap((part) => {
    const { image, command, baseArgs, extraArgs } = fields(part);
    const lists = [command, baseArgs, extraArgs].filter((list) => Array.isArray(list));
    return [image, ...lists.flat()].filter((one) => typeof one === 'string');
  });
}

const apiParts = ['api', 'controller', 'scheduler', 'etcd', 'job'];
const singleParts = ['vcluster', 'storage', 'k3sToken', 'serverToken', 'podDisruptionBudget'];

/**
 * The chart that old values are for, as far as their keys and images tell: `vcluster` is k3s or k0s, by its image or arguments; parts of the control
 * plane are k8s or, with images of EKS Distro, eks. Undefined where nothing tells, and for a vcluster.yaml.
 */
export function recogniseDistro(text: string): LegacyDistro | undefined {
  const { value } = parseConfig(text);
  const values = fields(value);
  if (generationOf(value) === 'current') {
    return undefined;
  }
  const found = traces(values);
  const says = (pattern: RegExp): boolean => found.some((trace) => pattern.test(trace));
  if (says(/(?:^|\/)eks-distro\//u)) {
    return 'eks';
  }
  if (says(/k0sproject\/|(?:^|\/)k0s(?:$|:)|^--config=\/etc\/k0s|^\/?k0s$/u) || typeof values['config'] === 'string') {
    return 'k0s';
  }
  if (says(/(?:^|\/)k3s(?:$|:)|^--(?:flannel-backend|kube-apiserver-arg|datastore-)/u)) {
    return 'k3s';
  }
  if (apiParts.some((part) => Object.keys(fields(values[part])).length > 0)) {
    return 'k8s';
  }
  return singleParts.some((part) => values[part] !== undefined && values[part] !== null) ? 'k3s' : undefined;
}
