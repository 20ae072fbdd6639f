import type { AccessViews } from '../access/accessViews.ts';
import type { Hosts } from '../host/hosts.ts';
import type { KubeconfigSource } from '../kubeconfig/source.ts';
import type { VirtualViews } from '../virtual/virtualViews.ts';
import type { ExplorerOptions } from './options.ts';
import type { OutlineState } from './view.ts';

/** Where everything comes from that the tree shows. */
export interface OutlineSources {
  readonly kubeconfig: Pick<KubeconfigSource, 'value' | 'onDidChange'>;
  readonly hosts: Hosts;
  readonly virtual: VirtualViews;
  readonly access: AccessViews;
}

/** What the sources say at the moment. `now` in milliseconds since the epoch. */
export function outlineState(
  { kubeconfig, hosts, virtual, access }: OutlineSources,
  options: ExplorerOptions,
  now: number,
): OutlineState {
  return {
    kubeconfig: kubeconfig.value,
    options,
    now,
    host: (context) => hosts.find(context)?.view,
    synced: (vcluster) => hosts.synced(vcluster),
    access: (context) => access.view(context),
    virtual: (vcluster) => virtual.view(vcluster),
  };
}
