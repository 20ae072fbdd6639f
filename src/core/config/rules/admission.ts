import { X509Certificate } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { isDnsLabel } from '../../create/dnsName.ts';
import { isBadUrl } from './address.ts';
import { toRemove, toRename } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings, said, written } from './settings.ts';

const lists = ['policies.centralAdmission.validatingWebhooks', 'policies.centralAdmission.mutatingWebhooks'];

/** Whether a certificate can be read from it, as Go's `AppendCertsFromPEM` wants it: base64 of PEM. */
function isBundle(text: string): boolean {
  if (!/^[A-Za-z0-9+/\s]*={0,2}$/u.test(text.trimEnd())) {
    return false;
  }
  const blocks = Buffer.from(text, 'base64')
    .toString('latin1')
    .match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/gu);
  return (blocks ?? []).some((block) => {
    try {
      new X509Certificate(block);
      return true;
    } catch {
      return false;
    }
  });
}

function clientReports(config: unknown, path: readonly (string | number)[]): readonly Report[] {
  const fields = isFields(config) ? config : {};
  const { url, service, caBundle } = {
    url: fields['url'],
    service: fields['service'],
    caBundle: said(fields['caBundle']),
  };
  const target = isFields(service) ? service : undefined;
  const missing = target === undefined ? [] : ['name', 'namespace'].filter((key) => !target[key]);
  return [
    ...((url === undefined || url === null) && (service === undefined || service === null)
      ? [
          {
            path,
            at: 'key' as const,
            message: l10n.t('Say where the webhook answers: clientConfig.url, or clientConfig.service.'),
          },
        ]
      : []),
    ...(missing.length > 0
      ? [
          {
            path: [...path, 'service'],
            at: 'key' as const,
            message: l10n.t('The Service of a webhook needs {0}.', missing.join(', ')),
          },
        ]
      : []),
    ...(said(url) !== undefined && isBadUrl(String(url))
      ? [{ path: [...path, 'url'], message: l10n.t('“{0}” is no URL.', printable(String(url))) }]
      : []),
    ...(caBundle !== undefined && !isBundle(caBundle)
      ? [{ path: [...path, 'caBundle'], message: l10n.t('This is no certificate: write base64 of PEM.') }]
      : []),
  ];
}

function checkWebhooks(settings: Settings): readonly Report[] {
  return lists.flatMap((place) =>
    settings.items(place).flatMap((entry, index) => {
      const hooks = isFields(entry) && Array.isArray(entry['webhooks']) ? entry['webhooks'] : [];
      return hooks.flatMap((hook: unknown, at) => {
        const path = pathOf(place, index, 'webhooks', at, 'clientConfig');
        return settings.isOpen(path) ? [] : clientReports(isFields(hook) ? hook['clientConfig'] : undefined, path);
      });
    }),
  );
}

const rulesPath = 'experimental.denyProxyRequests';
const operations: readonly string[] = ['create', 'get', 'update', 'patch', 'delete'];
const scopes: readonly string[] = ['Cluster', 'Namespaced', '*'];

function listReports(
  values: unknown,
  path: readonly (string | number)[],
  allowed?: readonly string[],
): readonly Report[] {
  const all = Array.isArray(values) ? values : [];
  return all.flatMap((value: unknown, index): readonly Report[] => {
    const text = written(value);
    if (text === '*' && all.length > 1) {
      return [
        {
          path: [...path, index],
          message: l10n.t('“*” stands for everything, and must be alone in its list.'),
          answers: [toRemove([...path, index])],
        },
      ];
    }
    return text === undefined || text === '*' || allowed === undefined || allowed.includes(text)
      ? []
      : [
          {
            path: [...path, index],
            message: l10n.t('“{0}” is none of {1} and *.', printable(text), allowed.join(', ')),
          },
        ];
  });
}

function ruleReports(rule: unknown, path: readonly (string | number)[]): readonly Report[] {
  const fields = isFields(rule) ? rule : {};
  const scope = written(fields['scope']);
  return [
    ...('verbs' in fields
      ? [
          {
            path: [...path, 'verbs'],
            at: 'key' as const,
            message: l10n.t('The verbs of a rule are called operations.'),
            ...('operations' in fields ? {} : { answers: [toRename([...path, 'verbs'], 'operations')] }),
          },
        ]
      : []),
    ...listReports(fields['operations'], [...path, 'operations'], operations),
    ...listReports(fields['apiGroups'], [...path, 'apiGroups']),
    ...listReports(fields['apiVersions'], [...path, 'apiVersions']),
    ...(scope === undefined || scopes.includes(scope)
      ? []
      : [
          {
            path: [...path, 'scope'],
            message: l10n.t('“{0}” is no scope: write Cluster, Namespaced or *.', printable(scope)),
          },
        ]),
  ];
}

function checkDenied(settings: Settings): readonly Report[] {
  return settings.items(rulesPath).flatMap((item, index) => {
    const fields = isFields(item) ? item : {};
    const namespaces = Array.isArray(fields['namespaces']) ? fields['namespaces'] : [];
    const rules = Array.isArray(fields['rules']) ? fields['rules'] : [];
    return [
      ...namespaces.flatMap((name: unknown, at): readonly Report[] =>
        isDnsLabel(written(name) ?? 'open')
          ? []
          : [
              {
                path: pathOf(rulesPath, index, 'namespaces', at),
                message: l10n.t('“{0}” cannot be the name of a namespace.', printable(String(name))),
              },
            ],
      ),
      ...rules.flatMap((rule: unknown, at) => ruleReports(rule, pathOf(rulesPath, index, 'rules', at))),
    ];
  });
}

/** Rules about what is admitted. */
export const admissionRules: readonly Rule[] = [
  {
    code: 'webhook-client',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'A webhook of policies.centralAdmission answers at clientConfig.url or at clientConfig.service with name and namespace. The caBundle is base64 of a PEM certificate. vcluster reads all of them when it starts.',
      ),
    check: checkWebhooks,
  },
  {
    code: 'denied-request',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'The rules of experimental.denyProxyRequests name operations (create, get, update, patch, delete, or * alone), API groups and versions (* alone for all), a scope (Cluster, Namespaced or *) and namespaces in the form of Kubernetes. vcluster refuses to start with anything else.',
      ),
    check: checkDenied,
  },
];
