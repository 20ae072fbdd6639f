import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { isDnsLabel } from '../../create/dnsName.ts';
import { toSet } from './answer.ts';
import { isObjectName } from './hostMappings.ts';
import { mappedNames } from './mappedNames.ts';
import { firstIndexes } from './repeats.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

const base = 'sync.fromHost.gateways';
const byName = `${base}.mappings.byName`;
const reserved: readonly string[] = ['kube-system', 'kube-public', 'kube-node-lease'];

interface GatewayMapping {
  readonly key: string;
  readonly host: readonly [string, string];
  readonly inside: readonly [string, string];
}

/** NAMESPACE and NAME or `*`; undefined for any other form. */
function parseSide(text: string): readonly [string, string] | undefined {
  const [namespace = '', name = '', ...more] = text.split('/');
  return more.length === 0 && isDnsLabel(namespace) && (name === '*' || isObjectName(name))
    ? [namespace, name]
    : undefined;
}

function mappings(settings: Settings): readonly GatewayMapping[] {
  return mappedNames(settings, base).flatMap(([key, value]) => {
    const [host, inside] = [parseSide(key), parseSide(value)];
    return host === undefined || inside === undefined ? [] : [{ key, host, inside }];
  });
}

function checkEmpty(settings: Settings): readonly Report[] {
  return settings.on(`${base}.enabled`) && settings.off(byName) && settings.entries(byName).length === 0
    ? [
        {
          path: pathOf(settings.has(`${base}.mappings`) ? `${base}.mappings` : `${base}.enabled`),
          message: l10n.t('Say which Gateways come from the host: mappings.byName is empty.'),
        },
      ]
    : [];
}

function checkForm(settings: Settings): readonly Report[] {
  return mappedNames(settings, base).flatMap(([key, value]): readonly Report[] => {
    const path = pathOf(byName, key);
    const [host, inside] = [parseSide(key), parseSide(value)];
    if (host === undefined) {
      const message = l10n.t('“{0}” is no Gateway of the host: write NAMESPACE/NAME or NAMESPACE/*.', printable(key));
      return [{ path, at: 'key', message }];
    }
    if (inside === undefined) {
      const message = l10n.t(
        '“{0}” is no place in the vcluster: write NAMESPACE/NAME or NAMESPACE/*.',
        printable(value),
      );
      return [{ path, message }];
    }
    if ((host[1] === '*') !== (inside[1] === '*')) {
      const meant = host[1] === '*' ? `${inside[0]}/*` : `${inside[0]}/${host[1]}`;
      const message = l10n.t(
        'A wildcard maps to a wildcard, and one Gateway to one name: write {0}.',
        printable(meant),
      );
      return [{ path, message, answers: [toSet(path, meant)] }];
    }
    return reserved.includes(inside[0])
      ? [{ path, message: l10n.t('The namespace {0} is reserved. Choose another one.', inside[0]) }]
      : [];
  });
}

function checkOverlap(settings: Settings): readonly Report[] {
  const all = mappings(settings).filter(({ host, inside }) => (host[1] === '*') === (inside[1] === '*'));
  const targets = firstIndexes(all.map(({ inside }) => inside.join('/')));
  const wildSources = firstIndexes(all.map(({ host }) => (host[1] === '*' ? host[0] : undefined)));
  const wildTargets = firstIndexes(all.map(({ inside }) => (inside[1] === '*' ? inside[0] : undefined)));
  return all.flatMap(({ key, host, inside }, index): readonly Report[] => {
    const path = pathOf(byName, key);
    const wild = host[1] === '*';
    const twice = all[targets.get(inside.join('/')) ?? index];
    if (twice !== undefined && twice.key !== key) {
      const place = printable(inside.join('/'));
      return [{ path, message: l10n.t('{0} goes to {1} as well. Choose another place.', printable(twice.key), place) }];
    }
    const source = wild ? undefined : all[wildSources.get(host[0]) ?? -1];
    if (source !== undefined) {
      return [{ path, at: 'key', message: l10n.t('{0} maps this Gateway already.', printable(source.key)) }];
    }
    const target = wild ? undefined : all[wildTargets.get(inside[0]) ?? -1];
    return target === undefined
      ? []
      : [
          {
            path,
            message: l10n.t(
              'The namespace {0} is filled by {1}. Choose another one.',
              inside[0],
              printable(target.key),
            ),
          },
        ];
  });
}

/** Rules about Gateways that come from the host. */
export const gatewayMappingRules: readonly Rule[] = [
  {
    code: 'gateways-empty',
    severity: 'error',
    since: 35,
    explanation: () =>
      l10n.t(
        'sync.fromHost.gateways brings in the Gateways that its mappings.byName names. Enabled without an entry, vcluster refuses to start.',
      ),
    check: checkEmpty,
  },
  {
    code: 'gateway-mapping-form',
    severity: 'error',
    since: 35,
    explanation: () =>
      l10n.t(
        'Both sides of a Gateway mapping are NAMESPACE/NAME or NAMESPACE/*, with the namespace written out. A wildcard maps to a wildcard, and the namespace inside may not be kube-system, kube-public, kube-node-lease or that of the control plane.',
      ),
    check: checkForm,
  },
  {
    code: 'gateway-mapping-overlap',
    severity: 'error',
    since: 35,
    explanation: () =>
      l10n.t(
        'Every Gateway of the host has at most one place inside, and every place inside at most one Gateway. No two entries lead to the same place, no entry names a Gateway that a wildcard covers already, and none leads into a namespace that a wildcard fills.',
      ),
    check: checkOverlap,
  },
];
