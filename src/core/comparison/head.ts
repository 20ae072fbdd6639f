import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import type { HostView } from '../explorer/view.ts';
import { generationOfVersion } from '../vcluster/generation.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import type { VCluster } from '../vcluster/model.ts';
import type { Configuration } from './configuration.ts';
import type { ItemSource } from './itemSet.ts';
import type { KindTable } from './kindTable.ts';
import type { ComparisonHead, VirtualSide } from './model.ts';
import { hostNotice, problemOf } from './notice.ts';
import type { Rewriter } from './rowIndex.ts';

/** What the head is made of. */
export interface HeadFacts {
  readonly id: string;
  readonly address: VClusterAddress;
  readonly view: HostView;
  readonly vcluster: VCluster | undefined;
  readonly host: ItemSource;
  readonly inner: ItemSource | undefined;
  readonly side: VirtualSide;
  readonly rewriter: Rewriter;
  readonly kinds: KindTable;
  readonly configuration: Configuration | undefined;
  readonly isGone: boolean;
}

/** The inside is live once what is in it has been read. */
function virtualSide(side: VirtualSide, inner: ItemSource | undefined, kinds: KindTable): VirtualSide {
  if (side.state !== 'live' || inner === undefined) {
    return side;
  }
  const problem = problemOf(inner, 'pods');
  if (problem !== undefined) {
    return { state: 'failed', message: problem };
  }
  const isRead = kinds.all.every((kind) => inner.isKnown(kind) || problemOf(inner, kind) !== undefined);
  return isRead ? side : { state: 'opening', step: l10n.t('Reading what is inside') };
}

/** What stands above the list. */
export function comparisonHead(facts: HeadFacts): ComparisonHead {
  const { id, address, view, vcluster, host, inner, side, configuration, rewriter, kinds, isGone } = facts;
  const version = vcluster?.version ?? '';
  const notice = hostNotice({
    address,
    view,
    vcluster,
    items: host,
    rewriter,
    kinds,
    configuration,
    isGone,
    now: Date.now(),
  });
  return {
    vclusterId: id,
    name: printable(address.name),
    namespace: printable(address.namespace),
    context: printable(address.context),
    version: printable(version),
    generation: vcluster?.generation ?? generationOfVersion(version) ?? 'current',
    virtual: virtualSide(side, inner, kinds),
    ...(notice === undefined ? {} : { hostNotice: notice }),
  };
}
