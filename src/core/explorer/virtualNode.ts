import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { age } from '../base/time.ts';
import type { Freshness } from '../kube/freshness.ts';
import type { ResourceType } from '../kube/resource.ts';
import type { VCluster } from '../vcluster/model.ts';
import type { VirtualItem } from '../virtual/virtualItem.ts';
import { folderBase, partsOf } from './folderNode.ts';
import { freshnessBadge, freshnessText } from './freshnessText.ts';
import { kindIcon, kindLabel } from './kindLook.ts';
import { errorMessage } from './messageNode.ts';
import type { TooltipRow, TreeNode } from './node.ts';
import { extendId, nodeId } from './nodeId.ts';
import { podIcons, restartsText } from './podNode.ts';
import type { VirtualKindView } from './view.ts';

/** What is said of data that is not live; nothing while all is well or on its way. */
function oldness(freshness: Freshness, now: number): string {
  return freshness.state === 'stale' || freshness.state === 'polling' ? freshnessText(freshness, now) : '';
}

function badged(freshness: Freshness, text: string): Pick<TreeNode, 'badge'> {
  const badge = freshnessBadge(freshness, text);
  return badge === undefined ? {} : { badge };
}

/** The folder of what is inside a connected vcluster, as its own API shows it. */
export function virtualNode(vcluster: VCluster, freshness: Freshness, now: number): TreeNode {
  const text = oldness(freshness, now);
  return {
    ...folderBase(vcluster),
    ...badged(freshness, text),
    id: nodeId('virtual', ...partsOf(vcluster)),
    parent: nodeId('vcluster', ...partsOf(vcluster)),
    kind: 'virtual',
    label: l10n.t('Virtual resources'),
    description: text,
    icon: { id: 'symbol-structure' },
    spoken: [l10n.t('Virtual resources of {0}', printable(vcluster.name)), text].filter(Boolean).join(', '),
    name: vcluster.name,
  };
}

/** All objects of one kind; of one that cannot be listed, why. */
export function virtualKindNode(vcluster: VCluster, kind: VirtualKindView, now: number): TreeNode {
  const { type, count, freshness } = kind;
  const label = kindLabel(type);
  const lost = count === undefined && freshness.state === 'stale' ? errorMessage(freshness.why) : undefined;
  const text = lost?.label ?? oldness(freshness, now);
  const description = lost === undefined ? [String(count ?? ''), text].filter(Boolean) : [text];
  const counted = count === 1 ? l10n.t('{0}, 1 object', label) : l10n.t('{0}, {1} objects', label, count ?? 0);
  return {
    ...folderBase(vcluster),
    ...badged(freshness, text),
    id: nodeId('virtual-kind', ...partsOf(vcluster), type.plural),
    parent: nodeId('virtual', ...partsOf(vcluster)),
    kind: 'virtual-kind',
    label,
    description: description.join(' · '),
    icon: lost === undefined ? kindIcon(type) : { id: 'warning', color: 'list.warningForeground' },
    spoken: lost === undefined ? [counted, text].filter(Boolean).join(', ') : `${label}, ${text}`,
    name: type.plural,
  };
}

/** What the objects of one list share, so that 10,000 of them are quickly made. */
export interface VirtualList {
  readonly vcluster: VCluster;
  readonly type: ResourceType;
  readonly parent: string;
  /** Said beside the name of each, where the list stands under no node that says it. */
  readonly namespace: string | undefined;
}

/** The objects of one list, in its order, with what `kubectl get` would say about each. */
export function virtualObjectNodes(list: VirtualList, items: readonly VirtualItem[]): readonly TreeNode[] {
  const { vcluster, type, parent } = list;
  const shared = {
    ...folderBase(vcluster),
    parent,
    kind: 'virtual-object',
    expandable: false,
    flags: [type.plural],
  } as const;
  const prefix = nodeId('virtual-object', ...partsOf(vcluster), type.plural);
  const place = list.namespace === undefined ? '' : l10n.t('in {0}', printable(list.namespace));
  const icon = kindIcon(type);
  return items.map((item): TreeNode => {
    const { name, namespace, ready = '', status = '', restarts = 0, phase } = item;
    const label = printable(name);
    const description = [ready, printable(status), restartsText(restarts), place].filter(Boolean);
    return {
      ...shared,
      id: extendId(prefix, namespace ?? '', name),
      label,
      description: description.join(' · '),
      icon: phase === undefined ? icon : podIcons[phase],
      spoken: [`${type.kind} ${label}`, ...description].join(', '),
      name,
      object: {
        context: vcluster.context,
        vcluster: vcluster.id,
        resource: type.plural,
        name,
        ...(namespace === undefined ? {} : { namespace }),
      },
    };
  });
}

/** What is known of one object. */
export function virtualTooltip(type: ResourceType, item: VirtualItem, now: number): readonly TooltipRow[] {
  const { name, namespace, status, message, ready, restarts, createdAt } = item;
  return [
    { label: type.kind, value: name },
    { label: l10n.t('Virtual namespace'), value: namespace ?? '' },
    { label: l10n.t('Status'), value: status ?? '' },
    { label: l10n.t('Reason'), value: message ?? '' },
    { label: l10n.t('Ready'), value: ready ?? '' },
    { label: l10n.t('Restarts'), value: restarts === undefined ? '' : String(restarts) },
    { label: l10n.t('Age'), value: createdAt === undefined ? '' : age(now - createdAt) },
  ];
}

/** How fresh the data is, and what keeps it from being live. */
export function freshnessTooltip(freshness: Freshness, now: number): readonly TooltipRow[] {
  const why = freshness.state === 'stale' || freshness.state === 'polling' ? freshness.why.message : '';
  return [
    { label: l10n.t('Data'), value: freshnessText(freshness, now) },
    { label: l10n.t('Problem'), value: why },
  ];
}
