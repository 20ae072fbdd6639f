import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { freshnessText } from '../explorer/freshnessText.ts';
import { kindLabel } from '../explorer/kindLook.ts';
import type { HostView } from '../explorer/view.ts';
import { rewriteConfig } from '../rewrite/config.ts';
import { generationOfVersion } from '../vcluster/generation.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import type { VCluster } from '../vcluster/model.ts';
import { type ComparedKind, controlPlaneKinds } from './comparedKind.ts';
import type { Configuration } from './configuration.ts';
import type { ItemSource } from './itemSet.ts';
import type { KindTable } from './kindTable.ts';
import type { Rewriter } from './rowIndex.ts';

/** Why objects of a kind cannot be read; undefined where they can, or where it is not known yet. */
export function problemOf(items: ItemSource, kind: ComparedKind): string | undefined {
  const freshness = items.freshness(kind);
  return freshness.state === 'stale' ? printable(freshness.why.message) : undefined;
}

/** What can be known of a host's side. */
export interface HostFacts {
  readonly address: VClusterAddress;
  readonly view: HostView;
  readonly vcluster: VCluster | undefined;
  readonly items: ItemSource;
  readonly rewriter: Rewriter;
  readonly kinds: KindTable;
  readonly configuration: Configuration | undefined;
  readonly isGone: boolean;
  readonly now: number;
}

function versionNotice(vcluster: VCluster): string | undefined {
  return generationOfVersion(vcluster.version) === undefined
    ? l10n.t('Its version cannot be read, so that the rules of the newest of its generation are taken.')
    : undefined;
}

const controlPlane: ReadonlySet<ComparedKind> = new Set(controlPlaneKinds);

/** Whether a vcluster has anything of a kind on its host, so that it matters whether that can be read. */
function isExpected(kind: ComparedKind, { target, options }: Rewriter): boolean {
  return rewriteConfig(target, options).toHost.has(kind) || controlPlane.has(kind);
}

function unreadable(items: ItemSource, rewriter: Rewriter, kinds: KindTable): string | undefined {
  const failed = kinds.all.filter((kind) => problemOf(items, kind) !== undefined);
  const expected = failed.filter((kind) => isExpected(kind, rewriter));
  const [first] = expected;
  if (first === undefined) {
    return undefined;
  }
  const names = expected.map((kind) => kindLabel(kinds.resource(kind))).join(', ');
  return l10n.t('Cannot be read on the host: {0}. {1}', names, problemOf(items, first) ?? '');
}

/** What is to be said of the host's side, where it is not live or not whole; undefined where nothing is. */
export function hostNotice({
  address,
  view,
  vcluster,
  items,
  rewriter,
  kinds,
  configuration,
  isGone,
  now,
}: HostFacts): string | undefined {
  if (isGone) {
    return l10n.t('The kubeconfig has no usable context “{0}”.', printable(address.context));
  }
  const { freshness } = view;
  const stale = freshness.state === 'stale' ? printable(freshness.why.message) : undefined;
  const missing =
    vcluster === undefined && view.complete && freshness.state === 'live'
      ? l10n.t(
          'There is no vcluster {0} in the namespace {1} any more.',
          printable(address.name),
          printable(address.namespace),
        )
      : undefined;
  const said = [
    stale === undefined ? undefined : `${freshnessText(freshness, now)}: ${stale}`,
    missing,
    stale === undefined ? unreadable(items, rewriter, kinds) : undefined,
    vcluster && versionNotice(vcluster),
    missing === undefined ? configuration?.notice : undefined,
  ].filter((part) => part !== undefined);
  return said.length === 0 ? undefined : said.join(' ');
}
