import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toSet } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings, said } from './settings.ts';
import { knownWords } from './words.ts';

const auto = ['true', 'false', 'auto'];

const switches: readonly string[] = [
  'sync.fromHost.storageClasses.enabled',
  'sync.fromHost.csiNodes.enabled',
  'sync.fromHost.csiDrivers.enabled',
  'sync.fromHost.csiStorageCapacities.enabled',
  'policies.resourceQuota.enabled',
  'policies.limitRange.enabled',
  'rbac.clusterRole.enabled',
  'controlPlane.statefulSet.persistence.volumeClaim.enabled',
];

type Path = readonly (string | number)[];

/** The places that a pattern stands for in a document: `*` is every key of a map and `#` every item of a list. */
export function placesOf(settings: Settings, pattern: string): readonly Path[] {
  return pattern.split('.').reduce<readonly Path[]>(
    (paths, step) =>
      paths.flatMap((path): readonly Path[] => {
        const value = step === '#' || step === '*' ? settings.value(path) : undefined;
        if (step === '#') {
          return Array.isArray(value) ? value.map((_, index) => [...path, index]) : [];
        }
        return step === '*'
          ? isFields(value)
            ? Object.keys(value).map((key) => [...path, key])
            : []
          : [[...path, step]];
      }),
    [[]],
  );
}

function wordReport(settings: Settings, path: Path, words: readonly string[]): readonly Report[] {
  const word = said(settings.value(path));
  if (word === undefined || words.includes(word)) {
    return [];
  }
  const meant = words.find((one) => one.toLowerCase() === word.trim().toLowerCase());
  return [
    {
      path,
      message: l10n.t('“{0}” is not known here: write {1}.', printable(word), words.join(', ')),
      ...(meant === undefined ? {} : { answers: [toSet(path, meant)] }),
    },
  ];
}

function checkWords(settings: Settings): readonly Report[] {
  return knownWords.flatMap(([pattern, words]) =>
    placesOf(settings, pattern).flatMap((path) => wordReport(settings, path, words)),
  );
}

function checkSwitches(settings: Settings): readonly Report[] {
  return switches.flatMap((place) => wordReport(settings, pathOf(place), auto));
}

const versionPath = 'controlPlane.distro.k8s.version';

function checkVersion(settings: Settings): readonly Report[] {
  const version = settings.text(versionPath);
  return version === undefined || /^v?1\.\d{1,3}(\.\d{1,3})?([-+][\w.+-]+)?$/u.test(version)
    ? []
    : [
        {
          path: pathOf(versionPath),
          message: l10n.t('“{0}” is no version of Kubernetes, such as v1.36.0.', printable(version)),
        },
      ];
}

const nodePorts = ['controlPlane.service.kubeletNodePort', 'controlPlane.service.httpsNodePort'];
const highestPort = 65_535;

function checkPorts(settings: Settings): readonly Report[] {
  return nodePorts.flatMap((place): readonly Report[] => {
    const port = settings.number(place);
    return port === undefined || port === 0 || (port >= 30_000 && port <= 32_767)
      ? []
      : [
          {
            path: pathOf(place),
            severity: port < 0 || port > highestPort ? 'error' : 'warning',
            message: l10n.t(
              'Node ports are from 30000 to 32767, unless the host cluster has another range. 0 takes a free one.',
            ),
          },
        ];
  });
}

/** Rules about words and forms that the schema lets pass. */
export const formatRules: readonly Rule[] = [
  {
    code: 'word-unknown',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'Several settings take one of a few words, with their capitals: pull policies, the type of a Service, taint effects, the encoding of the log. Neither the schema nor vcluster checks them. Kubernetes refuses most of the wrong ones later; the others are passed over.',
      ),
    check: checkWords,
  },
  {
    code: 'switch-unknown',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'These switches take true, false or “auto”, in lower case. Any other text passes the schema and means false, whatever it says.',
      ),
    check: checkSwitches,
  },
  {
    code: 'node-port',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'A node port of the Service of the control plane has to be in the range that the host cluster keeps for them, from 30000 to 32767 unless its operator has chosen another one. With 0 Kubernetes takes a free one.',
      ),
    check: checkPorts,
  },
  {
    code: 'kubernetes-version-form',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'controlPlane.distro.k8s.version is the version of Kubernetes that runs inside, such as v1.36.0. It becomes the tag of an image, which is not found for any other text.',
      ),
    check: checkVersion,
  },
];
