import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { age } from '../base/time.ts';
import { vclusterId } from '../vcluster/id.ts';
import { contextTooltip } from './contextNode.ts';
import { findContext } from './contextOrder.ts';
import type { TooltipRow } from './node.ts';
import { parseNodeId } from './nodeId.ts';
import { contextState } from './outline.ts';
import { podTooltip } from './podNode.ts';
import { vclusterTooltip } from './vclusterNode.ts';
import type { OutlineState } from './view.ts';
import { virtualRows } from './virtualOutline.ts';

function rowsOf(state: OutlineState, id: string): readonly TooltipRow[] {
  const { kind, parts } = parseNodeId(id);
  const [context = '', namespace = '', name = '', resource = '', leaf = ''] = parts;
  if (kind === 'context') {
    const entry = findContext(state.kubeconfig, context);
    return entry === undefined ? [] : contextTooltip(contextState(state, entry));
  }
  const vcluster = state.host(context)?.vclusters.get(vclusterId({ context, namespace, name }));
  if (vcluster === undefined) {
    return [];
  }
  const synced = state.synced(vcluster.id);
  const virtual = state.virtual(vcluster.id);
  if (kind === 'vcluster') {
    return vclusterTooltip(vcluster, virtual !== undefined, state.now);
  }
  if (kind === 'pod') {
    const all = [...vcluster.pods, ...(synced?.coreDns ?? [])];
    const pod = all.find((candidate) => candidate.namespace === resource && candidate.name === leaf);
    return pod === undefined ? [] : podTooltip(pod, state.now);
  }
  if (kind === 'synced-object') {
    const hostName = parts[5] ?? '';
    const view = synced?.kinds.find(({ type }) => type.plural === resource);
    const key = leaf === '' ? hostName : `${leaf}/${hostName}`;
    const item = view?.groups.flatMap(({ items }) => items).find((candidate) => candidate.key === key);
    return item === undefined || view === undefined
      ? []
      : [
          { label: view.type.kind, value: item.virtualName ?? '' },
          { label: l10n.t('Virtual namespace'), value: item.virtualNamespace ?? '' },
          { label: l10n.t('Host name'), value: item.hostName },
          { label: l10n.t('Host namespace'), value: item.hostNamespace ?? '' },
          { label: l10n.t('Status'), value: item.status ?? '' },
          { label: l10n.t('Age'), value: item.createdAt === undefined ? '' : age(state.now - item.createdAt) },
        ];
  }
  if (virtual !== undefined && (kind === 'virtual' || kind === 'virtual-kind' || kind === 'virtual-object')) {
    return virtualRows(virtual, parts.slice(3), state.now);
  }
  return [];
}

/** The tooltip of a node as rows of plain, printable text; rows without a value are left out. */
export function tooltipOf(state: OutlineState, id: string): readonly TooltipRow[] {
  return rowsOf(state, id)
    .map(({ label, value }) => ({ label, value: printable(value, 1000) }))
    .filter(({ value }) => value !== '');
}
