import { text } from '../../vcluster/raw.ts';
import { child, isNode } from '../draft.ts';
import { goJson } from '../goJson.ts';
import type { Work } from '../rule.ts';

/** A map as Go writes one: with its keys in order, at every depth. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(ordered);
  }
  if (!isNode(value)) {
    return value;
  }
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, ordered(one)]));
}

/** The field of a Go structure, whose name JSON may have in any case. */
function field(holder: unknown, key: string): unknown {
  return Object.entries(isNode(holder) ? holder : {}).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

/** One field as Go writes it; nothing where it is empty. */
function part(holder: unknown, key: string, written: (value: unknown) => unknown = ordered): object {
  const value = field(holder, key);
  const empty = value === undefined || value === null || value === '' || Object.keys(Object(value)).length === 0;
  return empty && typeof value !== 'number' ? {} : { [key]: written(value) };
}

/** Whether Go can read it into its structure; what it cannot stays as it is. */
function isAction(action: unknown): boolean {
  const forward = field(action, 'forwardConfig') ?? {};
  const groups = field(forward, 'targetGroups') ?? [];
  const maps = [
    forward,
    field(forward, 'targetGroupStickinessConfig') ?? {},
    field(action, 'redirectConfig') ?? {},
    field(action, 'fixedResponseConfig') ?? {},
  ];
  return (
    isNode(action) &&
    typeof (field(action, 'type') ?? '') === 'string' &&
    Array.isArray(groups) &&
    [...maps, ...groups].every(isNode)
  );
}

function renameService({ naming, namespace }: Work, group: unknown): unknown {
  const name = isNode(group) ? text(group['serviceName']) : undefined;
  const translated = name?.includes(`x-${namespace}-x`) ? name : naming.namespaced(name ?? '', namespace);
  return ordered(name === undefined ? group : { ...(group as object), serviceName: translated });
}

/**
 * The parts of an ALB action that the syncer knows, in the order of its structure; whatever else an action holds gets lost. Before v0.16
 * it knew `forwardConfig` only (https://github.com/loft-sh/vcluster/pull/1219).
 */
function rewriteAction(work: Work, value: string): string {
  let action: unknown;
  try {
    action = JSON.parse(value);
  } catch {
    return value;
  }
  if (!isAction(action)) {
    return value;
  }
  const forward = field(action, 'forwardConfig');
  const stickiness = part(forward, 'targetGroupStickinessConfig');
  const groups = part(forward, 'targetGroups', (all) => (all as unknown[]).map((one) => renameService(work, one)));
  const type = part(action, 'type');
  return work.config.minor < 16
    ? goJson({ ...type, forwardConfig: { ...groups, ...stickiness } })
    : goJson({
        ...part(action, 'targetGroupARN'),
        ...part(action, 'fixedResponseConfig'),
        ...part(action, 'redirectConfig'),
        ...type,
        forwardConfig: { ...stickiness, ...groups },
      });
}

/** Gives annotations of the AWS load balancer, which name Services in their keys and values, the names on the host. */
export function rewriteAlbAnnotations(work: Work): void {
  const { draft, metadata, naming, namespace } = work;
  const annotations = child(metadata, 'annotations');
  for (const key of Object.keys(annotations ?? {})) {
    const [, kind, name] = /^alb\.ingress\.kubernetes\.io\/(actions|conditions)\.(.+)$/su.exec(key) ?? [];
    const value = text(annotations?.[key], Number.POSITIVE_INFINITY);
    if (annotations === undefined || name === undefined || value === undefined) {
      continue;
    }
    // As the syncer does, the first place with that text is taken, even if it is within the prefix.
    const renamed = key.includes(`x-${namespace}-x`)
      ? key
      : key.replace(name, () => naming.namespaced(name, namespace));
    draft.remove(annotations, key);
    draft.set(annotations, renamed, kind === 'actions' ? rewriteAction(work, value) : value);
  }
}
