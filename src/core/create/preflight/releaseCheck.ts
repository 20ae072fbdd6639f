import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { resources } from '../../kube/resource.ts';
import { marks } from '../../vcluster/marks.ts';
import { annotation, label } from '../../vcluster/raw.ts';
import { type Finding, findingsOf } from '../finding.ts';
import { volumeClaims } from '../parts.ts';
import { attempt, type CheckContext, find, listAll } from './check.ts';

const finding = findingsOf('name');

function nameOf(object: KubeObject): string {
  return object.metadata?.name ?? '';
}

/** The Secret of the last revision: helm counts them in a label. */
function lastRevision(secrets: readonly KubeObject[]): KubeObject | undefined {
  return secrets.toSorted((a, b) => Number(label(b, 'version') ?? 0) - Number(label(a, 'version') ?? 0))[0];
}

function releaseFinding(secrets: readonly KubeObject[], name: string): Finding | undefined {
  const last = lastRevision(secrets);
  if (last === undefined) {
    return undefined;
  }
  const status = label(last, 'status') ?? '';
  if (status.startsWith('pending-')) {
    const message = l10n.t(
      'An installation of {0} is under way, or was interrupted. Wait for it; if nobody runs it any more, remove its record.',
      name,
    );
    const fix = { kind: 'deleteRelease', title: l10n.t('Remove the Record'), names: [nameOf(last)] } as const;
    return finding('error', 'releasePending', message, fix);
  }
  if (status === 'failed' && secrets.length === 1) {
    return finding(
      'warning',
      'releaseFailed',
      l10n.t('An installation of {0} failed here before. This one goes on with it.', name),
    );
  }
  if (status === 'uninstalled') {
    return undefined;
  }
  const message = l10n.t(
    'The namespace has a Helm release {0} already. Choose another name, or delete it first.',
    name,
  );
  return finding('error', 'releaseTaken', message, { kind: 'chooseName', title: l10n.t('Choose Another Name') });
}

/** Helm takes over no object that does not say that it belongs to the release. */
function serviceFinding(service: KubeObject, name: string): readonly Finding[] {
  if (annotation(service, 'meta.helm.sh/release-name') === name) {
    return [];
  }
  const message =
    label(service, marks.release) === name
      ? l10n.t('The namespace has a vcluster {0} that Helm did not make. Choose another name.', name)
      : l10n.t('The namespace has a Service {0} that belongs to something else. Choose another name.', name);
  return [finding('error', 'serviceTaken', message, { kind: 'chooseName', title: l10n.t('Choose Another Name') })];
}

/** Looks for a release and a Service of the name. A release that failed before is gone on with. */
export function checkRelease(context: CheckContext): Promise<readonly Finding[]> {
  const { namespace, name } = context.choices;
  return attempt(
    'release',
    (reason) => l10n.t('It is not known whether the name is taken: {0}', reason),
    async () => {
      const [secrets, service] = await Promise.all([
        listAll(context, resources.secrets, namespace, {
          query: { labelSelector: `owner=helm,name=${name}` },
          metadataOnly: true,
        }),
        find(context, resources.services, namespace, name, { metadataOnly: true }),
      ]);
      const release = releaseFinding(secrets, printable(name));
      const stranger = service === undefined || release?.severity === 'error' ? [] : serviceFinding(service, name);
      const findings = [...(release === undefined ? [] : [release]), ...stranger];
      return findings.length > 0
        ? findings
        : [finding('ok', 'release', l10n.t('The name {0} is free.', printable(name)))];
    },
  );
}

/** Looks for volumes of an earlier vcluster of the name: what ran in that one would come back. */
export function checkOldVolumes(context: CheckContext): Promise<readonly Finding[]> {
  const { namespace, name } = context.choices;
  return attempt(
    'volumes',
    (reason) =>
      l10n.t('It is not known whether volumes of an earlier vcluster {0} are left: {1}', printable(name), reason),
    async () => {
      const claims = await listAll(context, resources.persistentvolumeclaims, namespace, { metadataOnly: true });
      const there = new Set(claims.map(nameOf));
      const left = volumeClaims(context.choices).filter((claim) => there.has(claim));
      const message = l10n.t(
        'The volume {0} of an earlier vcluster is still there. With it, what ran in that one comes back.',
        printable(left.join(', ')),
      );
      const fix = { kind: 'deleteVolumeClaims', title: l10n.t('Delete Old Volumes'), names: left } as const;
      return left.length === 0 ? [] : [finding('warning', 'volumesLeft', message, fix)];
    },
  );
}
