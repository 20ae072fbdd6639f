import { isIP } from 'node:net';
import * as l10n from '@vscode/l10n';
import type { Conversion } from './legacyConversion.ts';
import type { LegacyRule } from './legacyRule.ts';
import type { OldKey } from './oldKeys.ts';
import { append } from './podRules.ts';
import { isOn } from './words.ts';

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** What is written as a text that says something. */
function textOf(values: Fields, key: string): string | undefined {
  const value = values[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isService(text: string | undefined): text is string {
  return text !== undefined && /^[^/*]+\/[^/*]+$/u.test(text);
}

/** Where a name leads, in the words of today; undefined for what has none. */
function targetOf(record: Fields, target: Fields): Fields | undefined {
  const [url, service, namespace] = [textOf(target, 'url'), textOf(target, 'service'), textOf(target, 'namespace')];
  const vcluster = textOf(target, 'vcluster');
  const whole = textOf(record, 'namespace') !== undefined;
  switch (textOf(target, 'mode')) {
    case 'url':
      return url === undefined || whole ? undefined : isIP(url) > 0 ? { ip: url } : { hostname: url };
    case 'host':
      if (whole) {
        return namespace === undefined ? undefined : { hostNamespace: namespace };
      }
      return isService(service) ? { hostService: service } : undefined;
    case 'vcluster':
      return isService(service) && isService(vcluster) && !whole
        ? { vClusterService: `${vcluster}/${service}` }
        : undefined;
    default:
      return undefined;
  }
}

/** The one thing that is resolved. */
function sourceOf(record: Fields): Fields | undefined {
  const [fqdn, service, namespace] = ['fqdn', 'service', 'namespace'].map((key) => textOf(record, key));
  const found = [
    ...(fqdn === undefined || fqdn.includes('*') ? [] : [{ hostname: fqdn }]),
    ...(isService(service) ? [{ service }] : []),
    ...(namespace === undefined ? [] : [{ namespace }]),
  ];
  const written = [fqdn, service, namespace].filter((one) => one !== undefined).length;
  return written === 1 ? found[0] : undefined;
}

function convert(item: OldKey, to: Conversion): void {
  const values = fields(item.value);
  const record = fields(values['record']);
  const [source, target] = [sourceOf(record), targetOf(record, fields(values['target']))];
  const limited = values['allowedOn'] !== undefined || values['exceptOn'] !== undefined;
  if (source === undefined || target === undefined || limited) {
    const message = l10n.t(
      'This record cannot be written under networking.resolveDNS as it is, and is left out: there it has hostname, service or namespace, one target, and holds for all pods.',
    );
    to.note(item, 'unsupported', message);
  } else {
    append(to, item, 'networking.resolveDNS', to.draft.node({ ...source, target }));
  }
}

/** The records of the DNS inside, which had no effect without its plugin. */
export const dnsRecords: LegacyRule = (old, to) => {
  if (!isOn(to.keys.read('coredns', 'plugin', 'enabled')) || !isOn(to.keys.read('coredns', 'integrated'))) {
    const message = l10n.t('Without coredns.integrated and coredns.plugin.enabled this had no effect.');
    to.note(old, 'dropped', message);
    return;
  }
  const items = to.keys.items(old);
  if (items.length === 0) {
    to.note(old, 'dropped', l10n.t('Nothing was set here.'));
  }
  for (const item of items) {
    convert(item, to);
  }
};
