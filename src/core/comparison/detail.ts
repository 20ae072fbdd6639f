import * as l10n from '@vscode/l10n';
import { printable, printableLines } from '../base/text.ts';
import type { KubeObject } from '../kube/resource.ts';
import { explain, ruleLink } from '../rewrite/explain.ts';
import type { Change, PairState, RewriteOptions } from '../rewrite/model.ts';
import { stateReason } from '../rewrite/pair.ts';
import { alignedYaml } from './alignedYaml.ts';
import type { Entry } from './comparedPair.ts';
import { innerName } from './comparedPair.ts';
import { maskedPart, steps } from './masking.ts';
import type { ComparisonDetail } from './model.ts';
import type { PairRead } from './pairReader.ts';
import type { Rewriter } from './rowIndex.ts';

/** The label of a volume that the syncer makes up for a claim (both generations, as long as volumes are not synced). */
const madeUpVolume = 'vcluster.loft.sh/fake-pv';

/** What a detail is made with. */
export interface DetailTools {
  readonly rewriter: Rewriter;
  readonly namespaceLabels: RewriteOptions['namespaceLabels'];
  /** Whether the inside can be seen. */
  readonly isOpen: boolean;
  /** Why objects of the kind cannot be read on the host. */
  readonly hostProblem: string | undefined;
}

function isMadeUpVolume(object: KubeObject | undefined): boolean {
  return object?.kind === 'PersistentVolume' && object.metadata?.labels?.[madeUpVolume] !== undefined;
}

function stateNow({ state }: Entry['pair'], { virtual, host }: PairRead): PairState {
  if (state === 'fromHost') {
    return state;
  }
  if (state === 'synced' && virtual.deleted === true) {
    return 'hostOnly';
  }
  return state === 'synced' && host.deleted === true ? 'waiting' : state;
}

function reasonFor(entry: Entry, read: PairRead, tools: DetailTools): string {
  const { pair } = entry;
  const inner = innerName(pair);
  const name = inner && printable([inner.namespace, inner.name].filter((part) => part !== undefined).join('/'));
  const problem = read.virtual.problem ?? read.host.problem;
  if (problem !== undefined) {
    const message = printable(problem.message);
    return read.virtual.problem === undefined
      ? l10n.t('The host’s object cannot be read: {0}', message)
      : l10n.t('The object inside cannot be read: {0}', message);
  }
  if (pair.state === 'fromHost') {
    return copyReason(read);
  }
  if (read.virtual.deleted === true) {
    return l10n.t('It was deleted inside the vcluster; the host’s copy is still there.');
  }
  if (read.host.deleted === true) {
    return l10n.t('It was deleted on the host; the syncer makes it again if it is still wanted.');
  }
  if (pair.state === 'waiting' && tools.hostProblem !== undefined) {
    return l10n.t('Whether it is on the host cannot be told: {0}', tools.hostProblem);
  }
  if (pair.virtual === undefined && pair.state === 'synced' && !tools.isOpen) {
    return l10n.t('Its annotations say that it is {0} inside. Open the inside to compare it.', name ?? '');
  }
  if (pair.state === 'hostOnly' && inner !== undefined) {
    return l10n.t('Its annotations say that it is {0} inside, which is not so: left behind, or a copy.', name ?? '');
  }
  if (pair.state === 'notSynced' && isMadeUpVolume(read.virtual.object)) {
    return l10n.t(
      'Made up by the vCluster, which does not sync volumes: it stands for the host’s volume of this name.',
    );
  }
  const made = pair.host?.claims?.uid;
  if (made !== undefined && pair.virtual?.uid !== undefined && made !== pair.virtual.uid) {
    return l10n.t('On both sides, but the host’s copy was made for an earlier object of that name.');
  }
  return stateReason(pair.state);
}

/** Why what comes from the host is as it is. */
function copyReason({ virtual, host }: PairRead): string {
  if (host.deleted === true) {
    return l10n.t('It comes from the host, where it is no more: the syncer removes it inside as well.');
  }
  return virtual.deleted === true
    ? l10n.t('It was deleted inside the vcluster; the syncer brings it in again from the host.')
    : stateReason('fromHost');
}

/** A value with every text in it made safe to show. */
function safe(value: unknown): unknown {
  if (typeof value === 'string') {
    return printableLines(value);
  }
  if (Array.isArray(value)) {
    return value.map(safe);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [printableLines(key), safe(one)]))
    : value;
}

function maskedChange(change: Change, kind: string): ComparisonDetail['changes'][number] {
  const path = steps(change.path);
  const link = change.rule === undefined ? undefined : ruleLink(change.rule);
  return {
    ...change,
    ...(change.from === undefined ? {} : { from: safe(maskedPart(change.from, path, kind)) }),
    ...(change.to === undefined ? {} : { to: safe(maskedPart(change.to, path, kind)) }),
    ...(link === undefined ? {} : { link }),
  };
}

/** Every field that differs, explained. */
export function changesOf(
  virtual: KubeObject,
  host: KubeObject,
  tools: Pick<DetailTools, 'rewriter' | 'namespaceLabels'>,
): readonly Change[] {
  const { target, options } = tools.rewriter;
  const { namespaceLabels } = tools;
  return explain(virtual, host, target, { ...options, ...(namespaceLabels === undefined ? {} : { namespaceLabels }) })
    .changes;
}

/** A pair in full: aligned, explained, its secrets masked. */
export function comparisonDetail(key: string, entry: Entry, read: PairRead, tools: DetailTools): ComparisonDetail {
  const { object: virtual } = read.virtual;
  const { object: host } = read.host;
  const changes = virtual === undefined || host === undefined ? [] : changesOf(virtual, host, tools);
  const kind = String((virtual ?? host)?.kind ?? '');
  return {
    key,
    state: stateNow(entry.pair, read),
    stateReason: reasonFor(entry, read, tools),
    lines: alignedYaml(virtual, host, changes),
    changes: changes.map((change) => maskedChange(change, kind)),
  };
}

/** How many of the changes nothing explains. */
export function driftIn(changes: readonly Pick<Change, 'kind'>[]): number {
  return changes.filter(({ kind }) => kind === 'drift').length;
}

/** How many of its fields nothing explains; undefined for what has not two sides. */
export function driftOf({ changes }: ComparisonDetail, { virtual, host }: PairRead): number | undefined {
  return virtual.object === undefined || host.object === undefined ? undefined : driftIn(changes);
}
