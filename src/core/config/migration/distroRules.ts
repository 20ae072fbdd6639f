import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import type { Conversion } from './legacyConversion.ts';
import { gone, type LegacyRule } from './legacyRule.ts';
import type { OldKey } from './oldKeys.ts';
import { append } from './podRules.ts';

const store = 'controlPlane.backingStore.database.external';

/** Where the k3s of old says that its state is in a database. */
const databaseKeys: Readonly<Record<string, string>> = {
  endpoint: 'dataSource',
  cafile: 'caFile',
  certfile: 'certFile',
  keyfile: 'keyFile',
};

function database(to: Conversion, old: OldKey, part: string, value: string): boolean {
  const key = databaseKeys[part];
  if (key === undefined || value === '') {
    return false;
  }
  const change = l10n.t(
    'An external database needs the pro image and a licence. What k3s wrote there is only taken over where k3s is switched to k8s with a version from 0.25 to 0.32.',
  );
  if (part === 'endpoint') {
    to.set(old, `${store}.enabled`, true, { change });
  }
  to.set(old, `${store}.${key}`, value, { change });
  return true;
}

function variable(to: Conversion, old: OldKey): void {
  const { name, value } = (old.value ?? {}) as { readonly name?: unknown; readonly value?: unknown };
  const [, part = ''] = /^K3S_DATASTORE_(\w+)$/u.exec(String(name)) ?? [];
  if (part !== '' && typeof value === 'string' && database(to, old, part.toLowerCase(), value)) {
    return;
  }
  if (/^K[03]S_/u.test(String(name))) {
    to.note(old, 'unsupported', l10n.t('{0} means nothing to k8s, and is left out.', printable(String(name), 80)));
    return;
  }
  append(to, old, 'controlPlane.distro.k8s.env', to.copier.copy(old.node));
}

/** The environment of k3s or k0s. */
export const distroEnv: LegacyRule = (old, to) => {
  if (to.target !== 'k8s') {
    to.carry(old, `controlPlane.distro.${to.target}.env`, 'maps');
  } else if (to.isOldDefault(old)) {
    to.note(old, 'dropped', l10n.t('This was what the old chart did anyway.'));
  } else {
    const items = to.keys.items(old);
    const maps = items.filter(({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value));
    for (const item of maps) {
      variable(to, item);
    }
    if (items.length === 0 || maps.length < items.length) {
      to.note(old, 'unsupported', l10n.t('It must be a list of mappings, and is left out.'));
    }
  }
};

const parts: Readonly<Record<string, string>> = {
  'kube-apiserver-arg': 'apiServer',
  'kube-controller-manager-arg': 'controllerManager',
  'kube-scheduler-arg': 'scheduler',
};

function argument(to: Conversion, old: OldKey, name: string, value: string): void {
  const part = parts[name];
  const [, datastore = ''] = /^datastore-(\w+)$/u.exec(name) ?? [];
  if (part !== undefined && value !== '') {
    to.set(old, `controlPlane.distro.k8s.${part}.extraArgs`, [`--${value}`]);
  } else if (datastore !== '' && database(to, old, datastore, value)) {
    return;
  } else if (name === 'service-cidr' && value !== '') {
    to.set(old, 'serviceCIDR', value);
  } else if (name === 'cluster-domain' && value !== '') {
    to.set(old, 'networking.advanced.clusterDomain', value);
  } else if (name === 'tls-san' && value !== '') {
    to.set(old, 'controlPlane.proxy.extraSANs', value.split(','));
  } else if (/^disable(?:-|$)|^flannel|^token$/u.test(name)) {
    to.note(old, 'dropped', l10n.t('k8s has nothing of k3s to switch off or to sign in with.'));
  } else {
    const message = l10n.t(
      'This argument of k3s or k0s means nothing to k8s. Look for an argument of kube-apiserver that does the same, and add it to controlPlane.distro.k8s.apiServer.extraArgs.',
    );
    to.note(old, 'unsupported', message);
  }
}

/** The arguments of k3s, of which those for the parts of Kubernetes stay. */
export const distroArguments: LegacyRule = (old, to) => {
  if (to.target !== 'k8s') {
    to.carry(old, `controlPlane.distro.${to.target}.extraArgs`, 'texts');
    return;
  }
  const items = to.keys.items(old);
  if (items.length === 0) {
    gone('unsupported', () => l10n.t('It must be a list of texts, and is left out.'))(old, to);
  }
  for (let i = 0; i < items.length; i += 1) {
    const item = items[i];
    if (item !== undefined) {
      const [, name = '', given] = /^--([\w-]+)(?:=(.*))?$/su.exec(String(item.value)) ?? [];
      const next = items[i + 1];
      const follows = given === undefined && next !== undefined && !String(next.value).startsWith('-');
      argument(to, item, name, given ?? (follows ? String(next.value) : ''));
      i += follows ? 1 : 0;
    }
  }
};
