import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { isPlaceholder } from '../template.ts';
import { isPrivate } from './privateNodes.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

/** What a field has to be, for Go to convert it to the type of Kubernetes. */
type Kind = 'boolean' | 'number' | 'text' | 'map' | 'numbers' | 'maps';

const base = 'privateNodes.autoUpgrade';
const shared: Readonly<Record<string, Kind>> = {
  runAsUser: 'number',
  runAsGroup: 'number',
  runAsNonRoot: 'boolean',
  seLinuxOptions: 'map',
  seccompProfile: 'map',
  appArmorProfile: 'map',
  windowsOptions: 'map',
};
/** The fields of a PodSecurityContext and of a SecurityContext. */
const contexts: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  podSecurityContext: {
    ...shared,
    fsGroup: 'number',
    fsGroupChangePolicy: 'text',
    supplementalGroups: 'numbers',
    supplementalGroupsPolicy: 'text',
    sysctls: 'maps',
  },
  containerSecurityContext: {
    ...shared,
    privileged: 'boolean',
    allowPrivilegeEscalation: 'boolean',
    readOnlyRootFilesystem: 'boolean',
    procMount: 'text',
    capabilities: 'map',
  },
};

function isOf(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return Number.isInteger(value);
    case 'text':
      return typeof value === 'string';
    case 'map':
      return isFields(value);
    case 'numbers':
      return Array.isArray(value) && value.every((one) => one === null || Number.isInteger(one));
    case 'maps':
      return Array.isArray(value) && value.every((one) => one === null || isFields(one));
  }
}

function sentence(kind: Kind, key: string): string {
  switch (kind) {
    case 'boolean':
      return l10n.t('{0} is true or false.', key);
    case 'number':
      return l10n.t('{0} is a whole number.', key);
    case 'text':
      return l10n.t('{0} is a text.', key);
    case 'map':
      return l10n.t('{0} is a map of keys.', key);
    case 'numbers':
      return l10n.t('{0} is a list of whole numbers.', key);
    case 'maps':
      return l10n.t('{0} is a list of maps.', key);
  }
}

function checkContexts(settings: Settings): readonly Report[] {
  return isPrivate(settings)
    ? Object.entries(contexts).flatMap(([context, fields]) =>
        settings.entries(`${base}.${context}`).flatMap(([key, value]): readonly Report[] => {
          const kind = Object.hasOwn(fields, key) ? fields[key] : undefined;
          return kind === undefined || value === null || isPlaceholder(value) || isOf(kind, value)
            ? []
            : [{ path: pathOf(`${base}.${context}`, key), message: sentence(kind, printable(key)) }];
        }),
      )
    : [];
}

/** Rules about security contexts that vcluster converts by itself. */
export const securityContextRules: readonly Rule[] = [
  {
    code: 'upgrade-security-context',
    severity: 'error',
    since: 34,
    explanation: () =>
      l10n.t(
        'privateNodes.autoUpgrade.podSecurityContext and containerSecurityContext become the security contexts of the pods that upgrade nodes. vcluster converts them when it starts, and refuses fields of another type than Kubernetes has.',
      ),
    check: checkContexts,
  },
];
