import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';

/** What becomes of one setting of k3s or k0s where k8s takes its place. */
export type Outcome =
  | {
      readonly kind: 'set';
      readonly values: readonly (readonly [target: string, value: unknown])[];
      readonly change?: string;
    }
  | { readonly kind: 'dropped' | 'unsupported'; readonly message: string };

const store = 'controlPlane.backingStore.database.external';

/** Where k3s says that its state is in a database. */
const databaseKeys: Readonly<Record<string, string>> = {
  endpoint: 'dataSource',
  cafile: 'caFile',
  certfile: 'certFile',
  keyfile: 'keyFile',
};

function database(part: string, value: string): Outcome | undefined {
  const key = databaseKeys[part];
  if (key === undefined || value === '') {
    return undefined;
  }
  const change = l10n.t(
    'An external database needs the pro image and a licence. What k3s wrote there is only taken over where k3s is switched to k8s with a version from 0.25 to 0.32.',
  );
  const enabled = part === 'endpoint' ? ([[`${store}.enabled`, true]] as const) : [];
  return { kind: 'set', values: [...enabled, [`${store}.${key}`, value]], change };
}

/** A variable of the environment; undefined for one that says nothing to k3s or k0s. */
export function variableOutcome(name: string, value: unknown): Outcome | undefined {
  const [, part = ''] = /^K3S_DATASTORE_(\w+)$/u.exec(name) ?? [];
  const found = part !== '' && typeof value === 'string' ? database(part.toLowerCase(), value) : undefined;
  if (found !== undefined || !/^K[03]S_/u.test(name)) {
    return found;
  }
  return { kind: 'unsupported', message: l10n.t('{0} means nothing to k8s, and is left out.', printable(name, 80)) };
}

const parts: Readonly<Record<string, string>> = {
  'kube-apiserver-arg': 'apiServer',
  'kube-controller-manager-arg': 'controllerManager',
  'kube-scheduler-arg': 'scheduler',
};

/** An argument by its name without dashes; the value is empty for one that stands alone. */
export function argumentOutcome(name: string, value: string, minor: number): Outcome {
  const part = parts[name];
  const [, datastore = ''] = /^datastore-(\w+)$/u.exec(name) ?? [];
  const set = (target: string, one: unknown): Outcome => ({ kind: 'set', values: [[target, one]] });
  if (value !== '') {
    const found = database(datastore, value);
    if (found !== undefined) {
      return found;
    }
    if (part !== undefined) {
      return set(`controlPlane.distro.k8s.${part}.extraArgs`, [`--${value}`]);
    }
    if (name === 'service-cidr') {
      return set(minor < 26 ? 'serviceCIDR' : 'networking.serviceCIDR', value);
    }
    if (name === 'cluster-domain') {
      return set('networking.advanced.clusterDomain', value);
    }
    if (name === 'tls-san') {
      return set('controlPlane.proxy.extraSANs', value.split(','));
    }
  }
  if (/^disable(?:-|$)|^flannel|^token$/u.test(name)) {
    return { kind: 'dropped', message: l10n.t('k8s has nothing of k3s to switch off or to sign in with.') };
  }
  const message = l10n.t(
    'This argument of k3s or k0s means nothing to k8s. Look for an argument of kube-apiserver that does the same, and add it to controlPlane.distro.k8s.apiServer.extraArgs.',
  );
  return { kind: 'unsupported', message };
}

/** One argument, and how many items of the list it takes. */
export interface DistroArgument {
  readonly name: string;
  readonly value: string;
  readonly length: 1 | 2;
}

/** The argument that begins with one item of a list; the name is empty for what is none. */
export function argumentAt(item: unknown, next: unknown): DistroArgument {
  const [, name = '', given] = /^--([\w-]+)(?:=(.*))?$/su.exec(String(item)) ?? [];
  const follows = given === undefined && next !== undefined && !String(next).startsWith('-');
  return { name, value: given ?? (follows ? String(next) : ''), length: follows ? 2 : 1 };
}
