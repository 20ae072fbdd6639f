import * as l10n from '@vscode/l10n';
import { reviewAccess } from '../../kube/accessReview.ts';
import { KubeError, type Permission } from '../../kube/error.ts';
import type { CreateChoices } from '../choices.ts';
import type { Finding } from '../finding.ts';
import { deploysEtcd, hasApiParts, hasParts, needsClusterRole } from '../parts.ts';
import type { CheckContext } from './check.ts';
import type { NamespaceState } from './namespaceCheck.ts';

type Need = readonly [group: string, resource: string, ...verbs: readonly string[]];

const rbac = 'rbac.authorization.k8s.io';

function workloads(choices: CreateChoices): readonly Need[] {
  const sets: Need = ['apps', 'statefulsets', 'create'];
  const deployments: Need = ['apps', 'deployments', 'create'];
  if (hasParts(choices)) {
    return [sets, deployments, ...(hasApiParts(choices) ? ([['batch', 'jobs', 'create']] as const) : [])];
  }
  if (choices.generation === 'legacy' || choices.store.kind === 'sqlite' || choices.store.kind === 'embedded-etcd') {
    return [sets];
  }
  return deploysEtcd(choices) ? [sets, deployments] : [deployments];
}

function options({ isolation, exposure, values }: CreateChoices): readonly Need[] {
  if (values !== undefined) {
    return [];
  }
  const networking = 'networking.k8s.io';
  return [
    ...(isolation.quota ? ([['', 'resourcequotas', 'create']] as const) : []),
    ...(isolation.limitRange ? ([['', 'limitranges', 'create']] as const) : []),
    ...(isolation.networkPolicy ? ([[networking, 'networkpolicies', 'create']] as const) : []),
    ...(exposure.kind === 'Ingress' ? ([[networking, 'ingresses', 'create']] as const) : []),
  ];
}

/** What the one who installs the chart has to be allowed to. What a values file turns on is not known. */
export function neededPermissions(choices: CreateChoices, namespace: NamespaceState): readonly Permission[] {
  const inside: readonly Need[] = [
    // Helm keeps its releases in Secrets.
    ['', 'secrets', 'get', 'list', 'create', 'update'],
    ['', 'services', 'create'],
    ['', 'serviceaccounts', 'create'],
    ...(choices.generation === 'legacy' ? ([['', 'configmaps', 'create']] as const) : []),
    [rbac, 'roles', 'create'],
    [rbac, 'rolebindings', 'create'],
    ...workloads(choices),
    ...options(choices),
  ];
  const wide: readonly Need[] = [
    ...(namespace === 'missing' ? ([['', 'namespaces', 'create']] as const) : []),
    ...(choices.values === undefined && needsClusterRole(choices)
      ? ([
          [rbac, 'clusterroles', 'create'],
          [rbac, 'clusterrolebindings', 'create'],
        ] as const)
      : []),
  ];
  const spread = (needs: readonly Need[], scope: { readonly namespace?: string }): readonly Permission[] =>
    needs.flatMap(([group, resource, ...verbs]) => verbs.map((verb) => ({ verb, group, resource, ...scope })));
  return [...spread(inside, { namespace: choices.namespace }), ...spread(wide, {})];
}

/** `create clusterroles.rbac.authorization.k8s.io (cluster)`. */
function shown({ verb, group, resource, namespace }: Permission): string {
  const name = group === '' ? resource : `${resource}.${group}`;
  return namespace === undefined ? l10n.t('{0} {1} (cluster-wide)', verb, name) : `${verb} ${name}`;
}

/** Asks for all permissions at once. What is missing is one finding, what the server does not tell another. */
export async function checkPermissions(
  { client, choices, signal }: CheckContext,
  namespace: NamespaceState,
): Promise<readonly Finding[]> {
  const needed = neededPermissions(choices, namespace);
  const answers = await Promise.all(needed.map((permission) => reviewAccess(client, permission, { signal })));
  const list = (state: 'denied' | 'unknown'): string =>
    needed
      .filter((_, index) => answers[index]?.state === state)
      .map(shown)
      .join(', ');
  const denied = list('denied');
  const unknown = list('unknown');
  const why = answers.find((answer) => answer.state === 'unknown');
  if (why?.state === 'unknown' && KubeError.is(why.why, 'cancelled')) {
    throw why.why;
  }
  const copy = { kind: 'copyText', title: l10n.t('Copy the List'), text: denied } as const;
  return [
    ...(denied === ''
      ? []
      : ([
          {
            severity: 'error',
            code: 'permissionsDenied',
            message: l10n.t('You are not allowed to {0}. Ask for it, or choose what needs less.', denied),
            fix: copy,
          },
        ] as const)),
    ...(unknown === ''
      ? []
      : ([
          {
            severity: 'warning',
            code: 'permissionsUnknown',
            message: l10n.t('The server does not say whether you are allowed to {0}.', unknown),
          },
        ] as const)),
    ...(denied === '' && unknown === ''
      ? ([{ severity: 'ok', code: 'permissions', message: l10n.t('You have the permissions that it takes.') }] as const)
      : []),
  ];
}
