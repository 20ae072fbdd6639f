import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { isDnsLabel } from '../../create/dnsName.ts';
import { toSet } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

/** What is wrong with one entry of a map from the host. */
export interface Fault {
  readonly at: 'key' | 'value';
  readonly message: string;
}

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/u;

/** Whether the API server takes it as the name of most objects. Unlike in DNS a part may be long. */
export function isObjectName(text: string): boolean {
  return text.length <= 253 && subdomain.test(text);
}

/** A key may leave the namespace out, which is vcluster's own then. */
function sideFault(side: string, at: Fault['at']): Fault | undefined {
  const [namespace = '', name = '*', ...more] = side.split('/');
  if (more.length > 0) {
    return {
      at,
      message: l10n.t('“{0}” has more than one slash: write NAMESPACE/NAME or NAMESPACE/*.', printable(side)),
    };
  }
  if (!isDnsLabel(namespace) && !(at === 'key' && namespace === '')) {
    return { at, message: l10n.t('“{0}” cannot be the name of a namespace.', printable(namespace)) };
  }
  return name === '*' || name === '' || isObjectName(name)
    ? undefined
    : { at, message: l10n.t('“{0}” cannot be the name of an object.', printable(name)) };
}

/** What vcluster refuses about an entry from the host, in any such map. */
export function mappingFault(host: string, inside: string): Fault | undefined {
  if (host.includes('{{') || inside.includes('{{')) {
    return undefined;
  }
  return (host === '' ? undefined : sideFault(host, 'key')) ?? sideFault(inside, 'value');
}

/** The stricter form of ConfigMaps and Secrets. */
function formFault(host: string, inside: string): Fault | undefined {
  if (host.includes('{{') || inside.includes('{{')) {
    return undefined;
  }
  if (host !== '' && !host.includes('/')) {
    const message = l10n.t(
      '“{0}” is no place on the host: write NAMESPACE/NAME, NAMESPACE/*, /NAME or "".',
      printable(host),
    );
    return { at: 'key', message };
  }
  if (host !== '' && !inside.includes('/')) {
    const message = l10n.t(
      '“{0}” is no place in the vcluster: write NAMESPACE/NAME or NAMESPACE/*.',
      printable(inside),
    );
    return { at: 'value', message };
  }
  if (host.endsWith('/*') && !inside.endsWith('/*')) {
    const message = l10n.t(
      'All objects of a namespace go to a namespace: write NAMESPACE/*, not “{0}”.',
      printable(inside),
    );
    return { at: 'value', message };
  }
  return mappingFault(host, inside);
}

const kinds: readonly string[] = ['configMaps', 'secrets'];

function placesOf(settings: Settings): readonly string[] {
  return kinds.map((kind) => `sync.fromHost.${kind}`).filter((place) => settings.on(`${place}.enabled`));
}

function checkEmpty(settings: Settings): readonly Report[] {
  return placesOf(settings)
    .filter(
      (place) => settings.off(`${place}.mappings.byName`) && settings.entries(`${place}.mappings.byName`).length === 0,
    )
    .map((place) => ({
      path: pathOf(settings.has(`${place}.mappings`) ? `${place}.mappings` : `${place}.enabled`),
      message: l10n.t('Say what comes from the host: mappings.byName is empty.'),
    }));
}

function texts(settings: Settings, place: string): readonly (readonly [string, string])[] {
  return settings
    .entries(`${place}.mappings.byName`)
    .flatMap(([host, inside]) => (typeof inside === 'string' ? [[host, inside] as const] : []));
}

function checkForm(settings: Settings): readonly Report[] {
  return placesOf(settings).flatMap((place) =>
    texts(settings, place).flatMap(([host, inside]): readonly Report[] => {
      const fault = formFault(host, inside);
      const path = pathOf(`${place}.mappings.byName`, host);
      const all = host.endsWith('/*') && fault?.at === 'value' && isDnsLabel(inside);
      return fault === undefined ? [] : [{ path, ...fault, ...(all ? { answers: [toSet(path, `${inside}/*`)] } : {}) }];
    }),
  );
}

function checkNarrow(settings: Settings): readonly Report[] {
  return placesOf(settings).flatMap((place) =>
    texts(settings, place).flatMap(([host, inside]): readonly Report[] => {
      if (formFault(host, inside) !== undefined) {
        return [];
      }
      const [namespace = '', name] = inside.split('/');
      const path = pathOf(`${place}.mappings.byName`, host);
      if (host === '' && name !== undefined && name !== '' && name !== '*') {
        const message = l10n.t('All objects of a namespace cannot have one name. Write the namespace alone.');
        return [{ path, message, answers: [toSet(path, namespace)] }];
      }
      const single = host.split('/')[1] ?? '*';
      return single !== '*' && name === '*'
        ? [
            {
              path,
              message: l10n.t('One object goes to one name: write {0}.', printable(`${namespace}/${single}`)),
              answers: [toSet(path, `${namespace}/${single}`)],
            },
          ]
        : [];
    }),
  );
}

/** Rules about ConfigMaps and Secrets of the host. */
export const hostMappingRules: readonly Rule[] = [
  {
    code: 'host-mappings-empty',
    severity: 'error',
    since: 23,
    explanation: () =>
      l10n.t(
        'sync.fromHost.configMaps and sync.fromHost.secrets bring in what their mappings.byName names, and nothing else. Enabled without an entry, vcluster refuses to start.',
      ),
    check: checkEmpty,
  },
  {
    code: 'host-mapping-form',
    severity: 'error',
    since: 23,
    explanation: () =>
      l10n.t(
        'A key of mappings.byName is a place on the host: NAMESPACE/NAME, NAMESPACE/*, /NAME in the namespace of the virtual cluster, or "" for all of that namespace. Its value is a place inside: NAMESPACE/NAME, NAMESPACE/*, and for the key "" also NAMESPACE. A key with /* needs a value with /*. Entries of a switched-off section are not checked.',
      ),
    check: checkForm,
  },
  {
    code: 'host-mapping-narrow',
    severity: 'warning',
    since: 23,
    explanation: () =>
      l10n.t(
        'A whole namespace should be mapped to a namespace and one object to one name. vcluster accepts the other combinations, but then objects end up under names that nobody expects.',
      ),
    check: checkNarrow,
  },
];
