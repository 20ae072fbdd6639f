import * as l10n from '@vscode/l10n';
import { element, icon, setAttributes, setIcon, setText } from '../element.ts';
import type { GroupItem, ListItem, RowItem } from './grouping.ts';
import { driftLabel, kindIcon, kindLabel, stateLook } from './words.ts';

/** The element of one item of the list, and how it is brought up to date. */
export interface Painted {
  readonly node: HTMLElement;
  /** Paints what is different now, and nothing else. */
  paint(item: ListItem, selected: boolean): void;
}

/** An item for the list, made once and painted whenever its data change. */
export function paintedItem(type: ListItem['type']): Painted {
  return type === 'group' ? paintedGroup() : paintedRow();
}

function namespaceText({ namespace, hostOnly }: GroupItem): string {
  return hostOnly ? l10n.t('host {0}', namespace) : namespace;
}

function paintedGroup(): Painted {
  const twistie = icon('chevron-down');
  const kind = element('span', { class: 'group-kind' });
  const namespace = element('span', { class: 'group-namespace' });
  const count = element('span', { class: 'badge' });
  const node = element(
    'div',
    { class: 'item group', role: 'treeitem', 'aria-level': 1 },
    twistie,
    kind,
    namespace,
    count,
  );
  const paint = (item: ListItem): void => {
    if (item.type === 'group') {
      setIcon(twistie, item.open ? 'chevron-down' : 'chevron-right');
      setText(kind, kindLabel(item.kind));
      setText(namespace, namespaceText(item));
      setText(count, String(item.count));
      setAttributes(node, {
        'aria-expanded': String(item.open),
      });
    }
  };
  return { node, paint };
}

function paintedRow(): Painted {
  const kind = icon('symbol-object');
  const virtual = element('span', { class: 'name' });
  const state = icon('arrow-both');
  // What the icon says, for those who hear it.
  const said = element('span', { class: 'unseen' });
  const host = element('span', { class: 'name' });
  const status = element('span', { class: 'row-status' });
  const drift = element('span', { class: 'row-drift' });
  const node = element(
    'div',
    { class: 'item row', role: 'treeitem', 'aria-level': 2 },
    ...[kind, virtual, element('span', { class: 'state' }, state, said), host, status, drift],
  );
  const paint = (item: ListItem, selected: boolean): void => {
    if (item.type === 'row') {
      paintNames(item, virtual, host);
      const { row } = item;
      const look = stateLook(row.state);
      setIcon(kind, kindIcon(row.kind));
      setIcon(state, look.icon);
      setText(said, look.label);
      setText(status, row.status ?? '');
      setText(drift, (row.drift ?? 0) > 0 ? `⚠ ${row.drift}` : '');
      setAttributes(drift, { title: (row.drift ?? 0) > 0 ? driftLabel(row.drift ?? 0) : undefined });
      setAttributes(state, { title: look.label });
      setAttributes(node, {
        class: `item row ${row.state}`,
        'aria-selected': String(selected),
        'aria-posinset': item.position,
        'aria-setsize': item.size,
      });
    }
  };
  return { node, paint };
}

function paintNames({ row }: RowItem, virtual: HTMLElement, host: HTMLElement): void {
  setText(virtual, row.virtualName ?? '');
  setText(host, row.hostName ?? '');
  setAttributes(virtual, {
    title:
      row.virtualName === undefined ? undefined : [row.virtualNamespace, row.virtualName].filter(Boolean).join('/'),
    class: row.virtualName === undefined ? 'name none' : 'name',
  });
  const full = [row.hostNamespace, row.hostName].filter(Boolean).join('/');
  setAttributes(host, {
    title: row.hostName === undefined ? undefined : row.hashed === true ? l10n.t('{0} (cut and hashed)', full) : full,
    class: row.hostName === undefined ? 'name none' : row.hashed === true ? 'name hashed' : 'name',
  });
}
