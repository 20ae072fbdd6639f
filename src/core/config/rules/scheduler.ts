import * as l10n from '@vscode/l10n';
import { toRemove, toSet } from './answer.ts';
import { isPrivate } from './privateNodes.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

const nodesPath = 'sync.fromHost.nodes.enabled';
const hybridPath = 'sync.toHost.pods.hybridScheduling';
const virtualSwitches = ['controlPlane.distro.k8s.scheduler.enabled', 'controlPlane.advanced.virtualScheduler.enabled'];

/** The switches that are on for a scheduler inside; the one of the distro is read since 0.26. */
function virtualScheduler(settings: Settings): readonly string[] {
  return virtualSwitches.filter((place) => settings.on(place) && (settings.minor >= 26 || place.includes('advanced')));
}

function schedulers(settings: Settings): readonly string[] {
  return [...virtualScheduler(settings), ...[`${hybridPath}.enabled`].filter((place) => settings.on(place))];
}

function checkNodes(settings: Settings): readonly Report[] {
  const [first] = schedulers(settings);
  if (first === undefined || !settings.off(nodesPath)) {
    return [];
  }
  const inside = isPrivate(settings);
  const message = inside
    ? l10n.t(
        'Private nodes have a scheduler by themselves. Remove this switch, which asks for nodes of the host as well.',
      )
    : l10n.t('A scheduler inside needs the nodes of the host. Turn on sync.fromHost.nodes.');
  return [
    {
      path: pathOf(settings.has(nodesPath) && !inside ? nodesPath : first),
      message,
      answers: [inside ? toRemove(first) : toSet(nodesPath, true)],
    },
  ];
}

function checkSelector(settings: Settings): readonly Report[] {
  const all = settings.value('sync.fromHost.nodes.selector.all');
  const labels = settings.entries('sync.fromHost.nodes.selector.labels');
  return schedulers(settings).length > 0 && settings.on(nodesPath) && all === undefined && labels.length === 0
    ? [
        {
          path: pathOf('sync.fromHost.nodes'),
          at: 'key',
          message: l10n.t('With a scheduler inside and no selector, all nodes of the host are synced.'),
        },
      ]
    : [];
}

/** The default scheduler of the host is always among those of the host, so that only one inside makes the list necessary. */
function checkHostSchedulers(settings: Settings): readonly Report[] {
  const list = `${hybridPath}.hostSchedulers`;
  return settings.on(`${hybridPath}.enabled`) &&
    virtualScheduler(settings).length > 0 &&
    settings.off(list) &&
    settings.items(list).length === 0
    ? [
        {
          path: pathOf(`${hybridPath}.enabled`),
          message: l10n.t(
            'Without hostSchedulers nothing is left to the host: the scheduler inside places all pods. Name at least one, or turn hybrid scheduling off.',
          ),
        },
      ]
    : [];
}

/** Rules about who places pods on nodes. */
export const schedulerRules: readonly Rule[] = [
  {
    code: 'scheduler-without-nodes',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'A scheduler inside the virtual cluster, and hybrid scheduling, place pods on the real nodes of the host, which they only see with sync.fromHost.nodes.enabled. Without it vcluster does not start. With private nodes the scheduler is on by itself and must not be turned on.',
      ),
    check: checkNodes,
  },
  {
    code: 'scheduler-all-nodes',
    severity: 'information',
    explanation: () =>
      l10n.t(
        'Where a scheduler inside is on and sync.fromHost.nodes has neither selector.all nor selector.labels, vcluster behaves as if selector.all were true. Name labels to sync fewer nodes.',
      ),
    check: checkSelector,
  },
  {
    code: 'hybrid-scheduling-unused',
    severity: 'warning',
    since: 26,
    explanation: () =>
      l10n.t(
        'Hybrid scheduling leaves the pods that name one of sync.toHost.pods.hybridScheduling.hostSchedulers to that scheduler of the host. Beside a scheduler inside, an empty list leaves it without effect, and vcluster warns about that when it starts.',
      ),
    check: checkHostSchedulers,
  },
];
