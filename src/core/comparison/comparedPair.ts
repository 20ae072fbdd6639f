import { printable } from '../base/text.ts';
import type { PairState } from '../rewrite/model.ts';
import type { Pair } from '../rewrite/pair.ts';
import type { ComparedItem } from './comparedItem.ts';
import type { ComparedKind } from './comparedKind.ts';
import type { ComparisonRow } from './model.ts';

/** A pair, or what stands alone. Where the inside is not seen, what the host's object says about itself stands for it. */
export type ComparedPair = Pair<ComparedItem, ComparedItem>;

/** A row with the pair behind it. */
export interface Entry {
  readonly row: ComparisonRow;
  readonly pair: ComparedPair;
}

/** The names inside: those of the virtual object, else what the host's object says. */
export function innerName({ virtual, host }: ComparedPair): Pick<ComparedItem, 'name' | 'namespace'> | undefined {
  return virtual ?? host?.claims;
}

/** The key that a pair has as long as nobody else has it. */
export function innerKey(kind: ComparedKind, pair: ComparedPair): string | undefined {
  const inner = innerName(pair);
  return inner && [kind, inner.namespace, inner.name].filter((part) => part !== undefined).join('/');
}

/** Of several that say they are the same one, the first may be believed, whatever came in which order. */
export function byKey(one: ComparedItem, other: ComparedItem): number {
  return one.key < other.key ? -1 : 1;
}

/** The key of what stands on the host only. */
export function hostKey(kind: ComparedKind, host: ComparedItem): string {
  return `host:${kind}/${host.key}`;
}

const hash = /-[0-9a-f]{10}$/u;

function isHashed(inner: Pick<ComparedItem, 'name' | 'namespace'>, host: ComparedItem, vcluster: string): boolean {
  const plain = host.name === inner.name || host.name.endsWith(`-x-${vcluster}`);
  return !plain && hash.test(host.name);
}

/** What the list shows of a pair. */
export function comparedRow(
  key: string,
  kind: ComparedKind,
  pair: ComparedPair,
  vcluster: string,
  drift: number | undefined,
): ComparisonRow {
  const { host, virtual } = pair;
  const inner = innerName(pair);
  const state: PairState = pair.state;
  const status = virtual?.status ?? host?.status;
  // What comes from the host is called there as somebody wanted it.
  const isCut = inner !== undefined && host !== undefined && state !== 'fromHost' && isHashed(inner, host, vcluster);
  return {
    key,
    kind,
    state,
    ...(inner === undefined ? {} : { virtualName: printable(inner.name) }),
    ...(inner?.namespace === undefined ? {} : { virtualNamespace: printable(inner.namespace) }),
    ...(host === undefined ? {} : { hostName: printable(host.name) }),
    ...(host?.namespace === undefined ? {} : { hostNamespace: printable(host.namespace) }),
    ...(status === undefined ? {} : { status }),
    ...(isCut ? { hashed: true } : {}),
    ...(drift === undefined ? {} : { drift }),
  };
}

const fields = [
  'state',
  'status',
  'hostName',
  'hostNamespace',
  'virtualName',
  'virtualNamespace',
  'hashed',
  'drift',
] as const satisfies readonly (keyof ComparisonRow)[];

/** Whether two rows of one key look the same. */
export function isSameRow(one: ComparisonRow, other: ComparisonRow): boolean {
  return fields.every((field) => one[field] === other[field]);
}
