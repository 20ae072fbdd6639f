import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toSet } from './answer.ts';
import { firstIndexes } from './repeats.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

const listPath = 'deploy.argoCD.applications';
const integration = 'integrations.argoCD';
const targets: readonly string[] = ['vCluster', 'host'];

type Fields = Readonly<Record<string, unknown>>;

function nameOf(fields: Fields, key: string): string {
  const name = fields[key];
  return typeof name === 'string' ? name.trim() : '';
}

function applications(settings: Settings): readonly Fields[] {
  return settings.items(listPath).map((item) => (isFields(item) ? item : {}));
}

function checkIntegration(settings: Settings): readonly Report[] {
  if (settings.items(listPath).length === 0) {
    return [];
  }
  const off = settings.off(`${integration}.enabled`);
  return [
    ...(off
      ? [
          {
            path: pathOf(listPath),
            at: 'key' as const,
            message: l10n.t(
              'Applications need the Argo CD integration. Turn on integrations.argoCD and name its connector.',
            ),
            answers: [toSet(`${integration}.enabled`, true)],
          },
        ]
      : []),
    ...(settings.value(`${integration}.connector`) || (off && !settings.has(integration))
      ? []
      : [
          {
            path: pathOf(integration),
            at: 'key' as const,
            message: l10n.t('Name the connector through which Argo CD is reached.'),
          },
        ]),
  ];
}

function applicationReports(fields: Fields, index: number, twice: readonly string[]): readonly Report[] {
  const path = pathOf(listPath, index);
  const inline = isFields(fields['inline']) && Object.keys(fields['inline']).length > 0;
  const template = fields['template'] !== undefined && fields['template'] !== null;
  const named = nameOf(fields, 'name') !== '' || nameOf(fields, 'displayName') !== '';
  const target = fields['target'];
  const meant = targets.find((one) => one.toLowerCase() === String(target).toLowerCase());
  const report = (message: string, ...steps: readonly string[]): Report => ({
    path: [...path, ...steps],
    at: 'key',
    message,
  });
  return [
    ...(named ? [] : [report(l10n.t('Give the application a name or a displayName.'))]),
    ...twice.map((key) => report(l10n.t('Another application has this name.'), key)),
    ...(typeof target === 'string' && target !== '' && !targets.includes(target)
      ? [
          {
            path: [...path, 'target'],
            message: l10n.t('“{0}” is no target: write vCluster or host.', printable(target)),
            ...(meant === undefined ? {} : { answers: [toSet([...path, 'target'], meant)] }),
          },
        ]
      : []),
    ...(inline && template ? [report(l10n.t('Write inline or template, not both.'), 'template')] : []),
    ...(inline || template ? [] : [report(l10n.t('Say what is deployed: inline or template.'))]),
    ...(template && !(isFields(fields['template']) && fields['template']['name'])
      ? [report(l10n.t('Name the template.'), 'template')]
      : []),
  ];
}

function checkApplications(settings: Settings): readonly Report[] {
  const all = applications(settings);
  const first = ['name', 'displayName'].map((key) => [key, firstIndexes(all.map((one) => nameOf(one, key)))] as const);
  return all.flatMap((fields, index) => {
    const twice = first.flatMap(([key, indexes]) => {
      const name = nameOf(fields, key);
      return name !== '' && indexes.get(name) !== index ? [key] : [];
    });
    return JSON.stringify(fields).includes('{{') ? [] : applicationReports(fields, index, twice);
  });
}

/** Rules about applications of Argo CD. */
export const argoCdRules: readonly Rule[] = [
  {
    code: 'argo-cd-integration',
    severity: 'error',
    since: 35,
    explanation: () =>
      l10n.t(
        'deploy.argoCD.applications are created by the platform through the integration with Argo CD. They are refused unless integrations.argoCD is enabled and names a connector.',
      ),
    check: checkIntegration,
  },
  {
    code: 'argo-cd-application',
    severity: 'error',
    since: 35,
    explanation: () =>
      l10n.t(
        'Each item of deploy.argoCD.applications has a name or a displayName that no other has, either inline or template with a name, and a target that is vCluster or host. The platform refuses others.',
      ),
    check: checkApplications,
  },
];
