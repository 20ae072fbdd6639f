import * as l10n from '@vscode/l10n';
import { toSet } from './answer.ts';
import { flagOn } from './legacyFlags.ts';
import { checkStandard } from './policies.ts';
import type { Report, Rule } from './rule.ts';
import { checkMappingClash, checkMappingForm, type MappingPlaces } from './serviceMapping.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

const places: MappingPlaces = {
  toHost: 'mapServices.fromVirtual',
  fromHost: 'mapServices.fromHost',
  isNamespaced: (settings) => settings.on('multiNamespaceMode.enabled') || flagOn(settings, 'multi-namespace-mode'),
};
const isolation = 'isolation.enabled';

function checkLists(settings: Settings): readonly Report[] {
  return [places.toHost, places.fromHost].flatMap((place): readonly Report[] => {
    const value = settings.value(place);
    const pairs = isFields(value) ? Object.entries(value).filter(([, to]) => typeof to === 'string') : [];
    return isFields(value) && Object.keys(value).length > 0
      ? [
          {
            path: pathOf(place),
            at: 'key',
            message: l10n.t('This is a list of items with from and to. A map breaks the template of the chart.'),
            ...(pairs.length === Object.keys(value).length
              ? {
                  answers: [
                    {
                      title: l10n.t('Write as a List'),
                      changes: [{ kind: 'set', path: pathOf(place), value: pairs.map(([from, to]) => ({ from, to })) }],
                    },
                  ],
                }
              : {}),
          },
        ]
      : [];
  });
}

function checkStandardName(settings: Settings): readonly Report[] {
  return settings.on(isolation) ? checkStandard(settings, 'isolation.podSecurityStandard') : [];
}

function checkRegistry(settings: Settings): readonly Report[] {
  const place = 'defaultImageRegistry';
  const registry = settings.text(place);
  return registry === undefined || registry.endsWith('/') || registry.includes('{{')
    ? []
    : [
        {
          path: pathOf(place),
          message: l10n.t('The registry is put right in front of the names of images. End it with a slash.'),
          answers: [toSet(place, `${registry}/`)],
        },
      ];
}

function checkInit(settings: Settings): readonly Report[] {
  const manifests = 'init.manifests';
  return settings.items('init.helm').length > 0 && settings.value(manifests) === ''
    ? [
        {
          path: pathOf('init.helm'),
          at: 'key',
          message: l10n.t(
            'The charts are installed only while init.manifests is not empty. Leave that out, or write ---.',
          ),
          answers: [{ title: l10n.t('Remove {0}', manifests), changes: [{ kind: 'remove', path: pathOf(manifests) }] }],
        },
      ]
    : [];
}

const legacy = { since: 0, until: 19 } as const;

/** Other rules about values of charts up to 0.19. */
export const legacyValueRules: readonly Rule[] = [
  {
    ...legacy,
    code: 'old-mapping-form',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'mapServices.fromVirtual leads from NAMESPACE/NAME inside to a NAME alone on the host. mapServices.fromHost leads from NAMESPACE/NAME of the host, or NAME in its own namespace, to NAMESPACE/NAME inside. Both are lists. The syncer stops at other forms.',
      ),
    check: (settings) => [...checkLists(settings), ...checkMappingForm(settings, places)],
  },
  {
    ...legacy,
    code: 'old-mapping-clash',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'Each Service is mapped once in each direction, to a place of its own. Of two entries with the same source only the last holds, and two with the same target overwrite each other all the time.',
      ),
    check: (settings) => checkMappingClash(settings, places),
  },
  {
    ...legacy,
    code: 'old-pod-security-standard',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'isolation.podSecurityStandard is privileged, baseline or restricted. The syncer stops at another word while isolation is enabled.',
      ),
    check: checkStandardName,
  },
  {
    ...legacy,
    code: 'old-image-registry',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'Charts up to 0.19 put defaultImageRegistry in front of the names of images without a slash between. Without one at its end no image is found.',
      ),
    check: checkRegistry,
  },
  {
    ...legacy,
    code: 'old-init-helm',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'The chart hands init.helm on only together with init.manifests. With an empty text there, no chart is installed.',
      ),
    check: checkInit,
  },
];
