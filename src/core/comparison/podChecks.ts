import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import type { KubeObject } from '../kube/resource.ts';
import { dig, objects, type Raw, text } from '../vcluster/raw.ts';
import type { CaseFacts, Check } from './check.ts';

function containers({ host, virtual }: CaseFacts): readonly Raw[] {
  const status = dig(host ?? virtual, 'status');
  return ['initContainerStatuses', 'containerStatuses'].flatMap((list) => objects(dig(status, list)));
}

function waiting(facts: CaseFacts, reason: RegExp): Raw | undefined {
  return containers(facts).find((one) => reason.test(text(dig(one, 'state', 'waiting', 'reason')) ?? ''));
}

function name(container: Raw): string {
  return printable(text(container['name']) ?? '', 100);
}

function unscheduled(pod: KubeObject | undefined): string | undefined {
  const condition = objects(dig(pod, 'status', 'conditions')).find((one) => one['type'] === 'PodScheduled');
  return condition?.['status'] === 'False' ? printable(text(condition['message'], 2_000) ?? '', 600) : undefined;
}

const hostsContainer = 'vcluster-rewrite-hosts';

/** What keeps pods from running, by what both sides say of them. */
export const podChecks: readonly Check[] = [
  {
    id: 'reference.missing',
    test: ({ missing: [first, ...others] }) => {
      if (first === undefined) {
        return undefined;
      }
      const what = [first, ...others.slice(0, 4)].map((one) => `${one.kind} ${printable(one.name)}`).join(', ');
      return first.side === 'virtual'
        ? {
            message: l10n.t('It refers to what does not exist inside: {0}.', what),
            advice: l10n.t('Create it in the namespace of the object, or correct the name.'),
          }
        : {
            message: l10n.t('It refers to what is inside, but not on the host yet: {0}.', what),
            advice: l10n.t('The syncer copies it because a pod uses it. If it does not come, its log says why.'),
          };
    },
  },
  {
    id: 'pod.dnsImage',
    test: (facts) => {
      const container = waiting(facts, /Image|Pull/u);
      return container?.['name'] === hostsContainer
        ? {
            message: l10n.t('The image of the container that writes /etc/hosts cannot be pulled on the host.'),
            advice: l10n.t(
              'Mirror it and set its image in the values: sync.toHost.pods.rewriteHosts, or turn rewriting hosts off.',
            ),
          }
        : undefined;
    },
  },
  {
    id: 'image.pull',
    test: (facts) => {
      const container = waiting(facts, /^(?:ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull)$/u);
      return container === undefined
        ? undefined
        : {
            message: l10n.t(
              'The image of the container {0} cannot be pulled: {1}',
              name(container),
              printable(text(dig(container, 'state', 'waiting', 'message'), 2_000) ?? '', 300),
            ),
            advice: l10n.t('Check its name, and that the pull secret is inside the vcluster and named by the pod.'),
          };
    },
  },
  {
    id: 'nodeSelector',
    test: (facts) => {
      const why = unscheduled(facts.host) ?? unscheduled(facts.virtual);
      const asks = dig(facts.virtual ?? facts.host, 'spec', 'nodeSelector') ?? dig(facts.virtual, 'spec', 'affinity');
      return why === undefined ||
        asks === undefined ||
        !/node affinity|node selector|node\(s\) didn't match/iu.test(why)
        ? undefined
        : {
            message: l10n.t('No node of the host fits its node selector: {0}', why),
            advice: facts.realNodes
              ? l10n.t('Compare the selector with the labels of the nodes on the host.')
              : l10n.t(
                  'The nodes inside are stand-ins with labels of their own. Use labels of the host’s nodes, or sync real nodes.',
                ),
          };
    },
  },
  {
    id: 'claim.unbound',
    test: (facts) =>
      /unbound immediate PersistentVolumeClaims/u.test(unscheduled(facts.host) ?? '')
        ? {
            message: l10n.t('A volume claim of it is not bound.'),
            advice: l10n.t('Look at the claim side by side: its storage class, and the quota for storage.'),
          }
        : undefined,
  },
  {
    id: 'unschedulable',
    test: (facts) => {
      const why = unscheduled(facts.host) ?? unscheduled(facts.virtual);
      return why === undefined || why === ''
        ? undefined
        : {
            message: l10n.t('The scheduler finds no node for it: {0}', why),
            advice: l10n.t('The host’s nodes decide, not those inside: make room on them, or ask for less.'),
          };
    },
  },
  {
    id: 'container.config',
    test: (facts) => {
      const container = waiting(facts, /^(?:CreateContainerConfigError|CreateContainerError)$/u);
      return container === undefined
        ? undefined
        : {
            message: l10n.t(
              'The container {0} cannot be made: {1}',
              name(container),
              printable(text(dig(container, 'state', 'waiting', 'message'), 2_000) ?? '', 300),
            ),
            advice: l10n.t('Names in the message are those on the host; look them up side by side.'),
          };
    },
  },
  {
    id: 'container.crash',
    test: (facts) => {
      const container = waiting(facts, /^CrashLoopBackOff$/u);
      const last = container && (text(dig(container, 'lastState', 'terminated', 'reason')) ?? '');
      return container === undefined
        ? undefined
        : {
            message:
              last === 'OOMKilled'
                ? l10n.t('The container {0} needs more memory than its limit.', name(container))
                : l10n.t('The container {0} ends again and again.', name(container)),
            advice:
              last === 'OOMKilled'
                ? l10n.t('Raise its limit. A LimitRange of the host gives one where the pod has none.')
                : l10n.t('Look at its log. That it runs on the host shows that syncing works.'),
          };
    },
  },
  {
    id: 'priorityClass.cleared',
    test: ({ virtual, host }) => {
      const wanted = text(dig(virtual, 'spec', 'priorityClassName'));
      const given = dig(host, 'spec', 'priorityClassName');
      return wanted === undefined || host === undefined || given === wanted || text(given)?.includes(wanted) === true
        ? undefined
        : {
            message: l10n.t(
              'Its PriorityClass {0} does not count on the host, where it is cleared.',
              printable(wanted),
            ),
            advice: l10n.t('Sync PriorityClasses if it has to win over others: sync.toHost.priorityClasses.'),
          };
    },
  },
];
