import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { isAtLeast } from '../base/version.ts';
import { hostLabelKey, hostName, hostNamespaceLabelKey, safeConcat } from '../vcluster/translate.ts';
import { type CreateChoices, defaultNamespace } from './choices.ts';
import { isDnsLabel } from './dnsName.ts';
import { type Finding, findingsOf } from './finding.ts';
import { deploysEtcd } from './parts.ts';

/** A vcluster that is there already, on the same host cluster. */
export interface TakenName {
  readonly namespace: string;
  readonly name: string;
}

/** The pods of a StatefulSet carry its name and a hash of 10 characters in one label of at most 63. */
const statefulSetMax = 52;
const nameMax = 63;
/** RFC 1035, as for the Service that is called the same; its length is looked at by itself. */
const form = /^[a-z]([-a-z0-9]*[a-z0-9])?$/u;

const finding = findingsOf('name');

/** The longest name that works: `NAME-etcd` is a StatefulSet as well, where etcd is deployed. */
export function longestName(choices: CreateChoices): number {
  return statefulSetMax - (deploysEtcd(choices) ? '-etcd'.length : 0);
}

/** How many characters the name of a virtual object in a namespace may have so that its host name is not cut and hashed. */
export function readableLength(vcluster: string, virtualNamespace = 'default'): number {
  return Math.max(0, nameMax - Buffer.byteLength(`-x-${virtualNamespace}-x-${vcluster}`));
}

function formFindings({ name }: CreateChoices): readonly Finding[] {
  if (name === '') {
    return [finding('error', 'nameMissing', l10n.t('Give the vcluster a name.'))];
  }
  if (/^[0-9]/u.test(name)) {
    return [
      finding('error', 'nameInvalid', l10n.t('A name begins with a letter, since a Service is called the same.')),
    ];
  }
  if (!form.test(name)) {
    const message = l10n.t('A name has lower-case letters, digits and dashes only, and ends with a letter or a digit.');
    return [finding('error', 'nameInvalid', message)];
  }
  return [];
}

function lengthFindings(choices: CreateChoices): readonly Finding[] {
  const max = longestName(choices);
  if (choices.name.length > max) {
    const message = l10n.t(
      'The name has {0} characters, {1} are possible: the labels of its pods hold no more.',
      choices.name.length,
      max,
    );
    return [finding('error', 'nameTooLong', message)];
  }
  return [];
}

function takenFindings(choices: CreateChoices, taken: readonly TakenName[]): readonly Finding[] {
  const { name, namespace } = choices;
  const same = taken.filter((one) => one.name === name);
  if (same.some((one) => one.namespace === namespace)) {
    const message = l10n.t(
      'There is a vcluster {0} in the namespace {1} already. Choose another name.',
      name,
      namespace,
    );
    return [finding('error', 'nameTaken', message)];
  }
  const [other] = same;
  if (other !== undefined) {
    const message = l10n.t(
      'The namespace {0} has a vcluster of this name as well; the CLI will ask which one is meant.',
      printable(other.namespace),
    );
    return [finding('info', 'nameElsewhere', message)];
  }
  return [];
}

/** Names that make objects of two vclusters in one namespace have the same name: `vc-config-NAME`, `vc-workload-NAME`. */
function prefixFindings({ name, namespace }: CreateChoices, taken: readonly TakenName[]): readonly Finding[] {
  const [, rest] = /^(?:config|workload)-(.+)$/u.exec(name) ?? [];
  const clash = taken.some((one) => one.namespace === namespace && one.name === rest);
  return clash && rest !== undefined
    ? [
        finding(
          'error',
          'nameCollides',
          l10n.t('Its Secret or service account would have the name of one that {0} has. Choose another name.', rest),
        ),
      ]
    : [];
}

/** What the name does to names and labels of what is synced. */
function hostNameFindings({ name, namespace, generation, chartVersion, storage }: CreateChoices): readonly Finding[] {
  const cut = l10n.t(
    'Names of up to {0} characters in the namespace default stay readable on the host ({1}); longer ones are cut and hashed.',
    readableLength(name),
    hostName('web', 'default', name),
  );
  const whole = (prefix: string, key: string): boolean => key.startsWith(`vcluster.loft.sh/${prefix}-${name}-x-`);
  const everyLabel = generation === 'legacy' || !isAtLeast(chartVersion, 0, 21);
  const labelsCut = everyLabel && !whole('label', hostLabelKey('app', name));
  const namespaceLabelsCut = !whole('ns-label', hostNamespaceLabelKey('app', name));
  const volume = safeConcat('vcluster', 'pvc-00000000-0000-0000-0000-000000000000', 'x', namespace, 'x', name);
  return [
    finding('info', 'hostNames', cut),
    ...(labelsCut || namespaceLabelsCut
      ? [
          finding(
            'info',
            'labelsHashed',
            l10n.t(
              'With a name of {0} characters even the keys of synced labels are hashed a second time.',
              name.length,
            ),
          ),
        ]
      : []),
    ...(storage.persistentVolumes && !volume.endsWith(name)
      ? [
          finding(
            'info',
            'volumesHashed',
            l10n.t(
              'Names of synced PersistentVolumes will be cut and hashed: vcluster, namespace and volume are too long together.',
            ),
          ),
        ]
      : []),
  ];
}

/** What is to be said about the name, as it is typed. */
export function checkName(choices: CreateChoices, taken: readonly TakenName[] = []): readonly Finding[] {
  const wrong = [...formFindings(choices), ...lengthFindings(choices)];
  return wrong.length > 0
    ? wrong
    : [...takenFindings(choices, taken), ...prefixFindings(choices, taken), ...hostNameFindings(choices)];
}

/** Where the namespace is the default one, a wrong name is said at the name alone. */
export function namespaceFollows({ name, namespace }: CreateChoices): boolean {
  return namespace === defaultNamespace(name) && !isDnsLabel(name);
}
