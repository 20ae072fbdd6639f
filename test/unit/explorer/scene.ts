import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { Explorer } from '../../../src/core/explorer/explorer.ts';
import type { OutlineState } from '../../../src/core/explorer/view.ts';
import { Hosts } from '../../../src/core/host/hosts.ts';
import type { Kubeconfig } from '../../../src/core/kubeconfig/model.ts';
import { VirtualViews } from '../../../src/core/virtual/virtualViews.ts';
import { FakeCluster, FakeKubeconfig } from '../host/fakeCluster.ts';
import { FakeConnections } from '../virtual/fakeConnections.ts';
import { HandClock } from './handClock.ts';
import { context, kubeconfig } from './samples.ts';
import { TreeView } from './treeView.ts';

/** An explorer on host clusters and a clock in the hands of the test, with a view on it. */
export class Scene {
  readonly cluster = new FakeCluster();
  readonly clock = new HandClock();
  readonly kubeconfig: FakeKubeconfig;
  readonly hosts: Hosts;
  /** What is inside the vclusters, the same in all of them. */
  readonly inner = new FakeCluster();
  readonly connections = new FakeConnections();
  readonly virtual: VirtualViews;
  readonly explorer: Explorer;
  readonly view: TreeView;

  constructor(value: Kubeconfig = kubeconfig([context('prod'), context('stage')], 'prod')) {
    this.kubeconfig = new FakeKubeconfig(value);
    this.hosts = new Hosts(this.kubeconfig, this.cluster.tools);
    const { reflectors, lingerMs } = this.inner.tools;
    this.virtual = new VirtualViews(this.connections, reflectors, lingerMs);
    this.explorer = new Explorer(this.kubeconfig, this.hosts, this.virtual, this.clock);
    this.view = new TreeView(this.explorer);
  }

  /** Lets the explorer compare the tree; gives what it said to paint again since the last time. */
  settle(): readonly (readonly (string | undefined)[])[] {
    this.view.clear();
    for (let round = 0; round < 12; round += 1) {
      this.clock.advance(1000);
    }
    assert.equal(this.clock.pending, 0, 'it never comes to rest');
    return [...this.view.fired];
  }

  /** Waits until what nobody holds any more has been let go of. */
  async linger(): Promise<void> {
    await delay(this.cluster.tools.lingerMs * 3);
  }

  get state(): OutlineState {
    return {
      kubeconfig: this.kubeconfig.value,
      options: this.explorer.options,
      now: this.clock.now(),
      host: (name) => this.hosts.find(name)?.view,
      synced: (id) => this.hosts.synced(id),
      access: () => undefined,
      virtual: (id) => this.virtual.view(id),
    };
  }

  dispose(): void {
    this.view.dispose();
    this.explorer.dispose();
    this.virtual.dispose();
    this.hosts.dispose();
  }
}
