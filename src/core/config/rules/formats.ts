import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toSet } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings, said } from './settings.ts';

const pull = ['Always', 'IfNotPresent', 'Never'];
const auto = ['true', 'false', 'auto'];

/** Words that vcluster lets pass and Kubernetes or nobody understands; `*` stands for every key, `#` for every item. */
const known: readonly (readonly [string, readonly string[]])[] = [
  ['logging.encoding', ['console', 'json']],
  ['controlPlane.statefulSet.imagePullPolicy', pull],
  ['controlPlane.distro.k8s.imagePullPolicy', pull],
  ['controlPlane.backingStore.etcd.deploy.statefulSet.imagePullPolicy', pull],
  ['controlPlane.advanced.konnectivity.agent.imagePullPolicy', pull],
  ['deploy.kubeProxy.imagePullPolicy', pull],
  ['deploy.cni.flannel.imagePullPolicy', pull],
  ['deploy.localPathProvisioner.imagePullPolicy', pull],
  ['privateNodes.autoUpgrade.imagePullPolicy', pull],
  ['privateNodes.joinNode.nodeRegistration.imagePullPolicy', pull],
  ['controlPlane.standalone.joinNode.nodeRegistration.imagePullPolicy', pull],
  ['plugins.*.imagePullPolicy', pull],
  ['plugin.*.imagePullPolicy', pull],
  ['controlPlane.statefulSet.scheduling.podManagementPolicy', ['Parallel', 'OrderedReady']],
  ['controlPlane.backingStore.etcd.deploy.statefulSet.scheduling.podManagementPolicy', ['Parallel', 'OrderedReady']],
  ['controlPlane.statefulSet.persistence.volumeClaim.retentionPolicy', ['Retain', 'Delete']],
  ['controlPlane.backingStore.etcd.deploy.statefulSet.persistence.volumeClaim.retentionPolicy', ['Retain', 'Delete']],
  ['controlPlane.ingress.pathType', ['Exact', 'Prefix', 'ImplementationSpecific']],
  ['controlPlane.service.spec.type', ['ClusterIP', 'NodePort', 'LoadBalancer']],
  ['controlPlane.service.spec.externalTrafficPolicy', ['Cluster', 'Local']],
  ['controlPlane.coredns.service.spec.type', ['ClusterIP', 'NodePort', 'LoadBalancer']],
  ['controlPlane.statefulSet.dnsPolicy', ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None']],
  ['controlPlane.advanced.podDisruptionBudget.unhealthyPodEvictionPolicy', ['IfHealthyBudget', 'AlwaysAllow']],
  ['privateNodes.autoNodes.#.static.#.taints.#.effect', ['NoSchedule', 'PreferNoSchedule', 'NoExecute']],
  ['privateNodes.autoNodes.#.dynamic.#.taints.#.effect', ['NoSchedule', 'PreferNoSchedule', 'NoExecute']],
  ['privateNodes.joinNode.nodeRegistration.taints.#.effect', ['NoSchedule', 'PreferNoSchedule', 'NoExecute']],
  ['privateNodes.autoNodes.#.dynamic.#.disruption.consolidationPolicy', ['WhenEmptyOrUnderutilized', 'WhenEmpty']],
  ['policies.centralAdmission.validatingWebhooks.#.webhooks.#.failurePolicy', ['Fail', 'Ignore']],
  ['policies.centralAdmission.mutatingWebhooks.#.webhooks.#.failurePolicy', ['Fail', 'Ignore']],
  ['policies.centralAdmission.validatingWebhooks.#.webhooks.#.matchPolicy', ['Exact', 'Equivalent']],
  ['policies.centralAdmission.mutatingWebhooks.#.webhooks.#.matchPolicy', ['Exact', 'Equivalent']],
];

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

/** The places that a pattern stands for in a document. */
function placesOf(settings: Settings, pattern: string): readonly Path[] {
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
  return known.flatMap(([pattern, words]) =>
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
    code: 'kubernetes-version-form',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'controlPlane.distro.k8s.version is the version of Kubernetes that runs inside, such as v1.36.0. It becomes the tag of an image, which is not found for any other text.',
      ),
    check: checkVersion,
  },
];
