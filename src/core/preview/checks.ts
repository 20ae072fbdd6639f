import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { useKey } from '../rewrite/pair.ts';
import { ingressReferences, podReferences, type Reference } from '../rewrite/references.ts';
import { dig, objects, type Raw, text } from '../vcluster/raw.ts';
import type { PreviewCheck, PreviewFinding, PreviewSubject } from './check.ts';
import { quota } from './quotaCheck.ts';

function namespaceOf(object: Raw): string {
  return text(dig(object, 'metadata', 'namespace')) ?? 'default';
}

function nameOf(object: Raw): string {
  return text(dig(object, 'metadata', 'name')) ?? '';
}

/** Names that are too long for the host are cut, and can no longer be read. */
const hashedName: PreviewCheck = ({ object, pod, base, prediction, config }) => {
  const host = text(dig(prediction.object, 'metadata', 'name'));
  const subject = pod ?? object;
  const whole = `${nameOf(subject)}-x-${namespaceOf(subject)}-x-${config.target.name}`;
  return host === undefined || config.namespaces === 'multi' || Buffer.byteLength(whole) <= 63 || host === whole
    ? []
    : [
        {
          code: 'hashed-name',
          severity: 'information',
          pointer: '/metadata/name',
          message:
            base === ''
              ? l10n.t(
                  'On the host it will be called “{0}”: the whole name would have more than 63 bytes.',
                  printable(host, 80),
                )
              : l10n.t(
                  'On the host the names of its pods are cut and hashed, such as “{0}”: whole names would have more than 63 bytes.',
                  printable(host, 80),
                ),
        },
      ];
};

const ingressHost: PreviewCheck = ({ object, world }) =>
  object['kind'] !== 'Ingress'
    ? []
    : objects(dig(object, 'spec', 'rules')).flatMap((rule, index) => {
        const host = text(rule['host']);
        const owner = host === undefined ? undefined : world.ingressHosts?.get(host);
        return owner === undefined
          ? []
          : [
              {
                code: 'ingress-host-taken',
                severity: 'warning' as const,
                pointer: `/spec/rules/${index}/host`,
                message: l10n.t(
                  'The host “{0}” is used on this cluster already, by {1}. Hosts are not rewritten, so both would answer.',
                  printable(host ?? '', 100),
                  printable(owner, 100),
                ),
              },
            ];
      });

const droppedFields: PreviewCheck = ({ pod, base, config }) => {
  const spec = dig(pod, 'spec');
  const found: PreviewFinding[] = [];
  const policy = text(dig(spec, 'dnsPolicy')) ?? 'ClusterFirst';
  if (policy.startsWith('ClusterFirst') && objects(dig(spec, 'dnsConfig', 'options')).length > 0) {
    found.push({
      code: 'dns-options-dropped',
      severity: 'warning',
      pointer: `${base}/spec/dnsConfig/options`,
      message: l10n.t('The syncer replaces these options by “ndots:5”. With dnsPolicy “None” they would stay.'),
    });
  }
  const known = config.toHost.has('priorityclasses') || config.fromHost.has('priorityclasses');
  if (text(dig(spec, 'priorityClassName')) !== undefined && !known) {
    found.push({
      code: 'priority-class-dropped',
      severity: 'warning',
      pointer: `${base}/spec/priorityClassName`,
      message: l10n.t('The priority class is cleared on the host: this vCluster does not sync priority classes.'),
    });
  }
  return found;
};

const labels: PreviewCheck = ({ object, pod, base, config, prediction }) => {
  const given = dig(pod ?? object, 'metadata', 'labels');
  const keys = Object.keys(typeof given === 'object' && given !== null ? given : {});
  const host = dig(prediction.object, 'metadata', 'labels');
  const renamed = keys.filter((key) => prediction.object !== null && dig(host, key) === undefined);
  return renamed.length === 0
    ? []
    : [
        {
          code: 'labels-renamed',
          severity: 'information',
          pointer: `${base}/metadata/labels`,
          message: config.hashedLabels
            ? l10n.t('Label keys are hashed on the host by this version: selecting by them works inside only.')
            : l10n.t('The label “{0}” gets another key on the host.', printable(renamed[0] ?? '', 80)),
        },
      ];
};

function unsynced(reference: Reference, { config, world, made, object }: PreviewSubject): string | undefined {
  const key = useKey(reference.kind, namespaceOf(object), reference.name);
  const usual = reference.name === 'default' || reference.name === 'kube-root-ca.crt';
  const missing = world.inside !== undefined && !world.inside.has(key) && !made.has(key) && !usual;
  if (missing && reference.optional !== true && reference.kind !== 'PriorityClass') {
    return l10n.t(
      'There is no {0} “{1}” in this namespace of the vCluster, nor in the manifest.',
      reference.kind,
      printable(reference.name, 80),
    );
  }
  const plural = {
    ConfigMap: 'configmaps',
    Secret: 'secrets',
    PersistentVolumeClaim: 'persistentvolumeclaims',
    Service: 'services',
  }[String(reference.kind)];
  return plural !== undefined && !config.toHost.has(plural)
    ? l10n.t(
        'This vCluster does not sync objects of kind {0} to the host, so that “{1}” will be missing there.',
        reference.kind,
        printable(reference.name, 80),
      )
    : undefined;
}

const references: PreviewCheck = (subject) => {
  const { object, pod, base, prediction } = subject;
  const named =
    pod === undefined
      ? object['kind'] === 'Ingress'
        ? ingressReferences(object)
        : []
      : podReferences(pod['spec'], `${base}/spec`);
  return prediction.object === null
    ? []
    : named.flatMap((reference) => {
        const message = unsynced(reference, subject);
        return message === undefined
          ? []
          : [{ code: 'reference-not-synced', severity: 'warning' as const, pointer: reference.path, message }];
      });
};

const notSynced: PreviewCheck = ({ object, pod, prediction, config }) =>
  prediction.object !== null || pod !== undefined
    ? []
    : [
        {
          code: 'not-synced',
          severity: 'information',
          pointer: '/kind',
          message: l10n.t(
            'Objects of kind {0} stay inside: “{1}” does not sync them to the host.',
            printable(text(object['kind']) ?? '', 80),
            printable(config.target.name, 80),
          ),
        },
      ];

/** What is looked at before a manifest is applied. */
export const checks: readonly PreviewCheck[] = [
  hashedName,
  ingressHost,
  droppedFields,
  labels,
  references,
  quota,
  notSynced,
];
