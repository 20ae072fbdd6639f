import type { ConfigPath } from '../finding.ts';
import { childOf, type NodeType, type SchemaNode } from './node.ts';
import { rootOf } from './tables.ts';
import type { Target } from './target.ts';

/** What is known of a key, or of an item of a list or map. */
export interface PathInfo {
  readonly type: NodeType;
  /** What the items are, of a list or map. */
  readonly itemType?: NodeType;
  /** Of the newest version; undefined where it has none. */
  readonly default?: unknown;
  /** What may stand there; `strict` if vcluster refuses all else. */
  readonly values: readonly string[];
  readonly strict: boolean;
  /** First and last minor version that have it, all keys above included; no `until` while it is there. */
  readonly since: number;
  readonly until?: number;
  /** Whether the version asked for has it. */
  readonly known: boolean;
  readonly deprecated: boolean;
  /** The chart fails from this minor version on where the key is there, although its schema has it. */
  readonly refusedSince?: number;
  /** The key that does the same today. */
  readonly successor?: string;
  /** Whether the open-source image refuses or ignores it, by itself or with a key above. */
  readonly pro: boolean;
  readonly required: boolean;
  readonly text?: string;
  /** An address in vcluster's documentation. */
  readonly link: string;
}

const site = 'https://www.vcluster.com/docs/';

/** The page that describes a node, or the part that it is in. */
export function linkOf(page: string | undefined, target: Target): string {
  if (target.generation === 'legacy') {
    return `${site}v0.19/${page ?? 'config-reference'}`;
  }
  return `${site}vcluster/configure/vcluster-yaml/${page ?? ''}`;
}

/** The oldest minor version of each generation that is known. */
const oldest = { current: 20, legacy: 14 } as const;

/** A way down the tree; nodes of other versions than the target's are taken where it has none. */
function wayTo(path: ConfigPath, target: Target): readonly SchemaNode[] {
  const way: SchemaNode[] = [rootOf(target)];
  for (const step of path) {
    const above = way.at(-1);
    const forms = above && typeof step === 'string' && above.type !== 'map' ? above.keys.get(step) : undefined;
    const node = above && (childOf(above, step, target) ?? forms?.at(-1));
    if (node === undefined) {
      return [];
    }
    way.push(node);
  }
  return way;
}

/** What is known of a path for a version, or of the same path in the others. Undefined for what no version has, and inside of free-form values. */
export function pathInfo(path: ConfigPath, target: Target): PathInfo | undefined {
  const way = wayTo(path, target);
  const node = way.at(-1);
  if (node === undefined || path.length === 0) {
    return undefined;
  }
  const since = Math.max(oldest[target.generation], ...way.map((one) => one.since ?? 0));
  const until = Math.min(...way.map((one) => one.until ?? Number.POSITIVE_INFINITY));
  const inCharts = way.every(
    ({ distros }) => distros === undefined || target.generation === 'current' || distros.includes(target.distro),
  );
  const { type, item, values, strict, deprecated, refusedSince, successor, required, text } = node;
  return {
    type,
    values,
    strict,
    since,
    known: inCharts && target.minor >= since && target.minor <= until,
    deprecated,
    pro: way.some((one) => one.pro),
    required,
    link: linkOf(way.findLast((one) => one.page !== undefined)?.page, target),
    ...(item === undefined ? {} : { itemType: item.type }),
    ...(node.default === undefined ? {} : { default: node.default }),
    ...(Number.isFinite(until) ? { until } : {}),
    ...(refusedSince === undefined ? {} : { refusedSince }),
    ...(successor === undefined ? {} : { successor }),
    ...(text === undefined ? {} : { text }),
  };
}
