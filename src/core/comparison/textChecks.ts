import * as l10n from '@vscode/l10n';
import type { Check } from './check.ts';

/** A check that looks for what API servers, schedulers and syncers say. */
function said(id: string, pattern: RegExp, message: (match: RegExpExecArray) => string, advice: () => string): Check {
  return {
    id,
    test: ({ texts }) => {
      for (const text of texts) {
        const match = pattern.exec(text);
        if (match !== null) {
          return { message: message(match), advice: advice() };
        }
      }
      return undefined;
    },
  };
}

/**
 * What was refused, by the words of who refused it (k8s.io/apiserver, plugin/pkg/admission; k8s.io/pod-security-admission). Before what
 * follows from it, so that the cause comes first.
 */
export const refusalChecks: readonly Check[] = [
  said(
    'quota.exceeded',
    /exceeded quota: ([^,\s]+)(?:, requested: ([^\s]+))?/u,
    ([, quota = '', requested]) =>
      requested === undefined
        ? l10n.t('The quota {0} of the host namespace is used up.', quota)
        : l10n.t(
            'The quota {0} of the host namespace does not leave room for {1}.',
            quota,
            requested.replace(/,$/u, ''),
          ),
    () =>
      l10n.t(
        'Ask for less, delete what is not needed, or raise the quota: isolation.resourceQuota up to 0.19, policies.resourceQuota since.',
      ),
  ),
  said(
    'quota.unspecified',
    /failed quota: ([^:\s]+): must specify ([^\s;]+)/u,
    ([, quota = '', fields = '']) =>
      l10n.t('The quota {0} of the host namespace demands {1}, which the pod does not say.', quota, fields),
    () => l10n.t('Set requests and limits on every container, or let a LimitRange of the isolation give defaults.'),
  ),
  said(
    'limitRange',
    /((?:minimum|maximum) [\w./-]+ usage per (?:Container|Pod|PersistentVolumeClaim) is [^,\s]+)/u,
    ([, limit = '']) => l10n.t('A LimitRange of the host namespace refuses it: {0}.', limit),
    () =>
      l10n.t(
        'Change the requests and limits, or the LimitRange: isolation.limitRange up to 0.19, policies.limitRange since.',
      ),
  ),
  said(
    'podSecurity',
    /violates PodSecurity "([^"]+)"/u,
    ([, level = '']) => l10n.t('The Pod Security Standard {0} refuses the pod.', level),
    () =>
      l10n.t(
        'Give it the securityContext that the standard wants, or relax it: isolation.podSecurityStandard up to 0.19, policies.podSecurityStandard since.',
      ),
  ),
  said(
    'admission',
    /admission webhook "([^"]+)" denied the request/u,
    ([, webhook = '']) => l10n.t('The admission webhook {0} of the host refuses it.', webhook),
    () => l10n.t('Its message says what it wants. Rewritten labels and names may be why it does not know the object.'),
  ),
  said(
    'syncer.forbidden',
    /is forbidden: User "(system:serviceaccount:[^"]+)" cannot (\w+) resource "([^"]+)"/u,
    ([, user = '', verb = '', resource = '']) => l10n.t('{0} may not {1} {2} on the host.', user, verb, resource),
    () => l10n.t('Give the vcluster’s Role on the host this rule: rbac.role.extraRules in its values.'),
  ),
  said(
    'priorityClass.missing',
    /no PriorityClass with name (\S+) was found/u,
    ([, name = '']) => l10n.t('There is no PriorityClass {0}.', name),
    () => l10n.t('Create it, or let the vcluster sync PriorityClasses.'),
  ),
  said(
    'qosClass',
    /status\.qosClass: .*immutable/u,
    () => l10n.t('The syncer cannot update the pod inside: its QoS class is another on the host.'),
    () =>
      l10n.t(
        'A container that vcluster adds, or a LimitRange of the host, changed it. Set requests and limits on every container.',
      ),
  ),
  said(
    'storageClass.missing',
    /storageclass\S* "([^"]+)" not found|no storage class defined/u,
    ([, name]) =>
      name === undefined
        ? l10n.t('The claim names no storage class, and this vcluster wants one.')
        : l10n.t('There is no StorageClass {0} on the host.', name),
    () => l10n.t('Name a StorageClass of the host, or one that the vcluster syncs.'),
  ),
];
