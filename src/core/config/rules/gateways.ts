import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toSet } from './answer.ts';
import { isObjectName } from './hostMappings.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings, said } from './settings.ts';

const base = 'sync.fromHost.gateways';
const byName = `${base}.mappings.byName`;
const modes: readonly string[] = ['auto', 'true', 'false'];
const origins: readonly string[] = ['All', 'Same', 'Selector'];

function checkGrants(settings: Settings): readonly Report[] {
  const place = 'sync.toHost.gatewayApi.referenceGrants.enabled';
  const mode = settings.text(place);
  if (mode === undefined || modes.includes(mode)) {
    return [];
  }
  const meant = modes.find((one) => one === mode.toLowerCase());
  return [
    {
      path: pathOf(place),
      message: l10n.t('“{0}” is no mode: write auto, true or false.', printable(mode)),
      ...(meant === undefined ? {} : { answers: [toSet(place, meant)] }),
    },
  ];
}

function policies(settings: Settings): readonly (readonly (string | number)[])[] {
  return settings.on(`${base}.enabled`)
    ? [
        pathOf(`${base}.allowedRoutes.defaultVirtualNamespacePolicy`),
        ...settings
          .items(`${base}.allowedRoutes.overrides`)
          .map((_, index) => pathOf(`${base}.allowedRoutes.overrides`, index, 'virtualNamespacePolicy')),
      ]
    : [];
}

/** Whether a selector selects by nothing. */
function isEmpty(selector: unknown): boolean {
  return (
    selector === undefined ||
    selector === null ||
    (isFields(selector) &&
      Object.values(selector).every((part) => typeof part === 'object' && Object.keys(part ?? {}).length === 0))
  );
}

function checkPolicies(settings: Settings): readonly Report[] {
  return policies(settings).flatMap((place): readonly Report[] => {
    const from = settings.text([...place, 'from']);
    if (from !== undefined && !origins.includes(from)) {
      const meant = origins.find((one) => one.toLowerCase() === from.toLowerCase());
      return [
        {
          path: [...place, 'from'],
          message: l10n.t('“{0}” is no origin of routes: write All, Same or Selector.', printable(from)),
          ...(meant === undefined ? {} : { answers: [toSet([...place, 'from'], meant)] }),
        },
      ];
    }
    const selector = settings.value([...place, 'selector']);
    return from === 'Selector' && isEmpty(selector)
      ? [{ path: [...place, 'from'], message: l10n.t('Selector needs a selector beside it.') }]
      : [];
  });
}

function isHostPattern(text: string): boolean {
  return isObjectName(text.trim().toLowerCase().replace(/^\*\./u, ''));
}

function checkOverrides(settings: Settings): readonly Report[] {
  if (!settings.on(`${base}.enabled`) || settings.isOpen(byName)) {
    return [];
  }
  const sources = new Set(settings.entries(byName).map(([key]) => key));
  const place = `${base}.allowedRoutes.overrides`;
  return settings.items(place).flatMap((item, index): readonly Report[] => {
    const fields = isFields(item) ? item : {};
    const [namespace, name] = [said(fields['hostNamespace']), said(fields['name'])];
    const certain = [fields['hostNamespace'], fields['name']].every((one) => !String(one ?? '').includes('{{'));
    const covered =
      sources.has(`${namespace}/${name}`) ||
      (namespace !== undefined && name !== undefined && sources.has(`${namespace}/*`));
    const hostnames = Array.isArray(fields['allowedHostnames']) ? fields['allowedHostnames'] : [];
    return [
      ...(certain && !covered
        ? [
            {
              path: pathOf(place, index),
              at: 'key' as const,
              message: l10n.t(
                'No mapping brings in this Gateway of the host: name its hostNamespace and name as in mappings.byName.',
              ),
            },
          ]
        : []),
      ...hostnames.flatMap((hostname, at) =>
        said(hostname) === undefined || isHostPattern(String(hostname))
          ? []
          : [
              {
                path: pathOf(place, index, 'allowedHostnames', at),
                message: l10n.t(
                  '“{0}” is no host name: write a DNS name, or one behind “*.”.',
                  printable(String(hostname)),
                ),
              },
            ],
      ),
    ];
  });
}

/** Rules about the Gateway API. */
export const gatewayRules: readonly Rule[] = [
  {
    code: 'reference-grants-mode',
    severity: 'error',
    since: 35,
    explanation: () =>
      l10n.t(
        'sync.toHost.gatewayApi.referenceGrants.enabled is auto, true or false. The schema lets any text pass, but vcluster refuses to start with another one.',
      ),
    check: checkGrants,
  },
  {
    code: 'gateway-routes-origin',
    severity: 'error',
    since: 35,
    explanation: () =>
      l10n.t(
        'The policies under sync.fromHost.gateways.allowedRoutes say from which namespaces routes may attach: All, Same, or Selector with a selector that is not empty.',
      ),
    check: checkPolicies,
  },
  {
    code: 'gateway-override',
    severity: 'error',
    since: 35,
    explanation: () =>
      l10n.t(
        'Each override under sync.fromHost.gateways.allowedRoutes names a Gateway of the host that mappings.byName brings in. Its allowedHostnames are DNS names, with “*.” in front at most.',
      ),
    check: checkOverrides,
  },
];
