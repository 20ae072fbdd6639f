import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { age, clockTime } from '../base/time.ts';
import type { NodeIcon, TooltipRow } from '../explorer/node.ts';
import type { ConnectionView, KubeconfigMode } from './connection.ts';

/** A connection as one row of a view. Plain data; `id` is the id of the vcluster. */
export interface ConnectionRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: NodeIcon;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Traits that menus ask for. */
  readonly flags: readonly string[];
}

/** `https://` goes without saying. */
function shortServer(server: string): string {
  return printable(server.replace(/^https:\/\//u, ''));
}

function waitingText({ status }: ConnectionView): string {
  return status.state === 'ready' ? '' : l10n.t('waiting: {0}', printable(status.why, 120));
}

function missingText({ missing }: ConnectionView): string {
  return missing ? l10n.t('its context is gone from your kubeconfig') : '';
}

function iconOf({ missing, status }: ConnectionView): NodeIcon {
  if (missing) {
    return { id: 'warning', color: 'list.warningForeground' };
  }
  return status.state === 'ready'
    ? { id: 'plug', color: 'charts.green' }
    : { id: 'debug-disconnect', color: 'charts.yellow' };
}

/** The row of a connection. It holds no age, which would have to be repainted by a clock. */
export function connectionRow(view: ConnectionView): ConnectionRow {
  const label = printable(view.address.name);
  const server = shortServer(view.server);
  const ready = view.status.state === 'ready';
  const description = [server, waitingText(view), missingText(view)].filter(Boolean).join(' · ');
  return {
    id: view.id,
    label,
    description,
    icon: iconOf(view),
    spoken: [l10n.t('Connection to vcluster {0}', label), description].join(', '),
    flags: [view.route.kind, ready ? 'ready' : 'waiting', ...(view.missing ? ['missing'] : [])],
  };
}

/** Bytes as people read them, in steps of 1024. */
export function byteText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** step;
  return `${value >= 100 || step === 0 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}

function routeText({ route }: ConnectionView): string {
  return route.kind === 'forward'
    ? l10n.t('port-forward to port {0} of its pod', route.podPort)
    : l10n.t('its own address ({0})', route.via);
}

function modeText(mode: KubeconfigMode): string {
  switch (mode) {
    case 'switch':
      return l10n.t('in your kubeconfig, made current');
    case 'merge':
      return l10n.t('in your kubeconfig');
    case 'private':
      return l10n.t('in a file of its own');
  }
}

function contextText(view: ConnectionView): string {
  const where = view.missing ? missingText(view) : modeText(view.mode);
  return `${printable(view.context)} (${where})`;
}

/** What the tooltip of a connection says. `now` in milliseconds since the epoch. */
export function connectionTooltip(view: ConnectionView, now: number): readonly TooltipRow[] {
  const { address, server, port, since, status, traffic } = view;
  const rows: readonly TooltipRow[] = [
    { label: l10n.t('vcluster'), value: printable(`${address.namespace}/${address.name}`) },
    { label: l10n.t('Host context'), value: printable(address.context) },
    { label: l10n.t('Server'), value: printable(server) },
    { label: l10n.t('Way'), value: routeText(view) },
    { label: l10n.t('Local port'), value: port === undefined ? '' : String(port) },
    { label: l10n.t('Context'), value: contextText(view) },
    { label: l10n.t('Since'), value: l10n.t('{0} ({1} ago)', clockTime(since, now), age(now - since)) },
    {
      label: l10n.t('State'),
      value:
        status.state === 'ready'
          ? l10n.t('connected')
          : l10n.t('{0}, since {1}', waitingText(view), clockTime(status.since, now)),
    },
  ];
  const counts: readonly TooltipRow[] =
    traffic === undefined
      ? []
      : [
          { label: l10n.t('Open connections'), value: `${traffic.open} / ${traffic.total}` },
          { label: l10n.t('Reconnected'), value: String(traffic.reconnects) },
          {
            label: l10n.t('Received, sent'),
            value: `${byteText(traffic.bytesIn)}, ${byteText(traffic.bytesOut)}`,
          },
        ];
  return [...rows, ...counts].filter(({ value }) => value !== '');
}
