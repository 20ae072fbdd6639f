import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { isBadUrl } from './address.ts';
import { toSet } from './answer.ts';
import type { Answer, Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings, said } from './settings.ts';

const base = 'exportKubeConfig';
const listPath = `${base}.additionalSecrets`;

function isNamed(fields: Readonly<Record<string, unknown>>): boolean {
  return ['name', 'namespace'].some((key) => typeof fields[key] === 'string' && fields[key].trim() !== '');
}

function checkBoth(settings: Settings): readonly Report[] {
  const secret = settings.value(`${base}.secret`);
  return isFields(secret) && isNamed(secret) && settings.items(listPath).length > 0
    ? [
        {
          path: pathOf(`${base}.secret`),
          at: 'key',
          message: l10n.t(
            'secret and additionalSecrets cannot stand together. Make the secret an item of additionalSecrets.',
          ),
        },
      ]
    : [];
}

function checkNames(settings: Settings): readonly Report[] {
  return settings.items(listPath).flatMap((item, index) =>
    isNamed(isFields(item) ? item : {})
      ? []
      : [
          {
            path: pathOf(listPath, index),
            at: 'key' as const,
            message: l10n.t('Give the Secret a name, a namespace or both.'),
          },
        ],
  );
}

/** A host without its scheme has one answer; anything else is not ours to guess. */
function schemeAnswers(path: readonly (string | number)[], server: string): readonly Answer[] {
  return /^[\w.-]+(:\d+)?$/u.test(server) ? [toSet(path, `https://${server}`)] : [];
}

function serverReport(path: readonly (string | number)[], server: string | undefined): readonly Report[] {
  return server === undefined || server.includes('{{') || (/^https?:\/\//u.test(server) && !isBadUrl(server))
    ? []
    : [
        {
          path,
          message: l10n.t('“{0}” is no address: begin with https:// or http://.', printable(server)),
          answers: schemeAnswers(path, server),
        },
      ];
}

function checkServers(settings: Settings): readonly Report[] {
  return settings
    .items(listPath)
    .flatMap((item, index) =>
      serverReport(pathOf(listPath, index, 'server'), said(isFields(item) ? item['server'] : undefined)),
    );
}

/** Rules about where the kubeconfig goes. */
export const kubeConfigRules: readonly Rule[] = [
  {
    code: 'kubeconfig-secrets-both',
    severity: 'error',
    since: 24,
    explanation: () =>
      l10n.t(
        'exportKubeConfig.secret is the older way to write the kubeconfig into one more Secret, and additionalSecrets the one for any number. The chart and vcluster refuse both together.',
      ),
    check: checkBoth,
  },
  {
    code: 'kubeconfig-secret-unnamed',
    severity: 'error',
    since: 24,
    explanation: () =>
      l10n.t(
        'Each item of exportKubeConfig.additionalSecrets needs a name or a namespace, so that it is another Secret than vcluster’s own. The chart refuses one without either.',
      ),
    check: checkNames,
  },
  {
    code: 'kubeconfig-server',
    severity: 'error',
    since: 29,
    explanation: () =>
      l10n.t(
        'exportKubeConfig.server becomes the address in the kubeconfig, and must begin with https:// or http://. vcluster refuses to start without a scheme.',
      ),
    check: (settings) => serverReport(pathOf(`${base}.server`), settings.text(`${base}.server`)),
  },
  {
    code: 'kubeconfig-secret-server',
    severity: 'warning',
    since: 24,
    explanation: () =>
      l10n.t(
        'The server of an item of exportKubeConfig.additionalSecrets is not checked by vcluster. Without https:// or http:// kubectl takes it as plain HTTP, and cannot connect.',
      ),
    check: checkServers,
  },
];
