import * as l10n from '@vscode/l10n';
import { toRemove, toSet } from './answer.ts';
import { mappingFault } from './hostMappings.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

const fromHost = 'sync.fromHost.customResources';

function checkMappings(settings: Settings): readonly Report[] {
  return settings.entries(fromHost).flatMap(([key]): readonly Report[] => {
    const scopePath = pathOf(fromHost, key, 'scope');
    const scope = settings.value(scopePath);
    const mappings = pathOf(fromHost, key, 'mappings', 'byName');
    const count = settings.entries(mappings).length;
    if (scope === 'Namespaced' && count === 0 && settings.off(mappings)) {
      return [
        {
          path: settings.has(mappings) ? mappings : scopePath,
          message: l10n.t(
            'Namespaced custom resources of the host need mappings.byName, from namespaces of the host to those inside.',
          ),
        },
      ];
    }
    // Without any scope the schema asks for it, and about unknown ones there is another rule.
    return count > 0 && (scope === 'Cluster' || scope === '')
      ? [
          {
            path: pathOf(fromHost, key, 'mappings'),
            at: 'key',
            message: l10n.t(
              'Custom resources of the whole cluster have no namespaces to map. Write scope: Namespaced, or remove the mappings.',
            ),
            answers: [toSet(scopePath, 'Namespaced'), toRemove(pathOf(fromHost, key, 'mappings'))],
          },
        ]
      : [];
  });
}

function checkMappingForm(settings: Settings): readonly Report[] {
  return settings
    .entries(fromHost)
    .filter(([, entry]) => isFields(entry) && entry['scope'] === 'Namespaced')
    .flatMap(([key]) => {
      const place = pathOf(fromHost, key, 'mappings', 'byName');
      return settings.entries(place).flatMap(([host, inside]): readonly Report[] => {
        const fault = typeof inside === 'string' ? mappingFault(host, inside) : undefined;
        return fault === undefined ? [] : [{ path: pathOf(place, host), at: fault.at, message: fault.message }];
      });
    });
}

/** Rules about where custom resources of the host go. */
export const customMappingRules: readonly Rule[] = [
  {
    code: 'custom-resource-mappings',
    severity: 'error',
    since: 23,
    explanation: () =>
      l10n.t(
        'Namespaced custom resources of the host arrive in the namespaces that mappings.byName names, and cannot be synced without it. Cluster-wide ones have no namespace, so that mappings are refused for them.',
      ),
    check: checkMappings,
  },
  {
    code: 'custom-resource-mapping-form',
    severity: 'error',
    since: 23,
    explanation: () =>
      l10n.t(
        'Each entry of mappings.byName leads from NAMESPACE/NAME or NAMESPACE/* of the host to the same inside. There is at most one slash on each side; namespaces are DNS labels and names are DNS subdomains in lower case.',
      ),
    check: checkMappingForm,
  },
];
