import * as l10n from '@vscode/l10n';
import { marks } from '../vcluster/marks.ts';
import { dig, type Raw, text } from '../vcluster/raw.ts';

/** A field that the host has otherwise than predicted. */
interface LaggingField {
  readonly kind: string;
  readonly path: readonly string[];
  readonly virtual: Raw;
  readonly predicted: unknown;
  readonly host: unknown;
}

const topology = /^topology\.kubernetes\.io\/(zone|region)$/u;

function topologyValues(virtual: Raw): readonly string[] {
  const labels = dig(virtual, 'metadata', 'labels');
  return Object.entries(typeof labels === 'object' && labels !== null ? labels : {}).flatMap(([key, value]) =>
    topology.test(key) ? [`${key}=${JSON.stringify(value)}`] : [],
  );
}

const linkName =
  /^[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$/u;

/** Whether it is a variable of a Service that was there when the pod was written, which only the vcluster knows. */
function isServiceLink({ path, virtual, predicted, host }: LaggingField): boolean {
  return (
    predicted === undefined &&
    path.at(-2) === 'env' &&
    dig(virtual, 'spec', 'enableServiceLinks') === true &&
    linkName.test(text(dig(host, 'name')) ?? '')
  );
}

/** Whether it lacks only the node's zone, which the virtual API server adds when the pod is bound, after the syncer wrote. */
function lacksTopology({ path, virtual, predicted, host }: LaggingField): boolean {
  const late = topologyValues(virtual);
  if (late.length === 0 || path[0] !== 'metadata') {
    return false;
  }
  if (path[1] === 'labels' && host === undefined) {
    return (
      late.some((entry) => entry.endsWith(`=${JSON.stringify(predicted)}`)) &&
      (path[2] ?? '').startsWith('vcluster.loft.sh/label-')
    );
  }
  const lines = text(predicted, Number.POSITIVE_INFINITY)?.split('\n') ?? [];
  return path[2] === marks.podLabels && host === lines.filter((line) => !late.includes(line)).join('\n');
}

/** Whether it is a label of the virtual namespace, which is not known. */
function isNamespaceLabel({ path, predicted, host }: LaggingField): boolean {
  const key = path[2] ?? '';
  return (
    path[1] === 'labels' &&
    predicted === undefined &&
    typeof host === 'string' &&
    /^vcluster\.loft\.sh\/ns-label-.+-[0-9a-f]{10}$/u.test(key)
  );
}

/** Why a host pod may differ from what the rules say of the virtual pod as it is now; undefined where it may not. */
export function lagReason(field: LaggingField): (() => string) | undefined {
  if (field.kind !== 'Pod') {
    return undefined;
  }
  if (isServiceLink(field)) {
    return () => l10n.t('A variable of a Service that was in the namespace when the pod was made.');
  }
  if (lacksTopology(field)) {
    return () => l10n.t('The zone of the node was added inside after the pod had been written to the host.');
  }
  return isNamespaceLabel(field) ? () => l10n.t('A label of the virtual namespace.') : undefined;
}
