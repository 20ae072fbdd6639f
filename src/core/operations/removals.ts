import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import type { Connections } from '../connection/connections.ts';
import { hostAt, hostOf } from '../connection/vclusterLookup.ts';
import type { Hosts } from '../host/hosts.ts';
import { removeContext } from '../kubeconfig/contextEntry.ts';
import type { KubeconfigSource } from '../kubeconfig/source.ts';
import { missingPermissions } from '../lifecycle/permissions.ts';
import type { ProtectedContexts } from '../protection/protectedContexts.ts';
import { cleanLeftovers, type Leftovers, leftovers } from '../removal/leftovers.ts';
import { planRemoval, type RemovalPlan } from '../removal/plan.ts';
import { choiceProblem, type RemovalResult, removeVCluster } from '../removal/removal.ts';
import type { RemovalChoices, RemovalItem } from '../removal/removalItem.ts';
import { awaitNamespaceEnd, stuckNamespace, stuckText } from '../removal/stuckNamespace.ts';
import { parseVirtualContext } from '../vcluster/context.ts';
import { type VClusterAddress, vclusterId } from '../vcluster/id.ts';
import type { Generation } from '../vcluster/model.ts';
import type { Drivers } from './drivers.ts';

export interface RemovalsOptions {
  readonly hosts: Hosts;
  readonly kubeconfig: Pick<KubeconfigSource, 'value' | 'reload'>;
  readonly drivers: Drivers;
  readonly protection: ProtectedContexts;
  readonly connections: Connections;
}

/** What ends by itself is gone after that. */
const namespaceMs = 20_000;

/** Deletes vclusters, and what others have left behind. */
export class Removals {
  readonly #options: RemovalsOptions;

  constructor(options: RemovalsOptions) {
    this.#options = options;
  }

  /** What would go and what would stay. Nothing is changed. */
  plan(id: string, signal: AbortSignal): Promise<RemovalPlan> {
    const { hosts, kubeconfig } = this.#options;
    const { host, address } = hostOf(hosts, id);
    this.#options.protection.check(host.context);
    return planRemoval(host.client, address, kubeconfig.value.contexts, signal);
  }

  /** Why the choices cannot be. */
  problem(plan: RemovalPlan, choices: RemovalChoices): string | undefined {
    return choiceProblem(plan, choices);
  }

  /**
   * Deletes a vcluster as it was chosen; a connection into it is taken back first. Can be run again after a failure half-way.
   * @throws OperationError `protected`, `refused`, what the tool failed with
   */
  async remove(plan: RemovalPlan, choices: RemovalChoices, operation: Operation): Promise<RemovalResult> {
    const { hosts, drivers, protection, connections } = this.#options;
    const { address } = plan;
    const { client } = hostAt(hosts, address.context);
    protection.check(address.context);
    const missing = await missingPermissions(client, 'delete', address, operation.signal);
    if (missing !== undefined) {
      throw new OperationError('refused', missing);
    }
    // What is left of a deletion that failed half-way takes no tool.
    const driver = plan.items.some(({ kind }) => kind === 'release')
      ? await drivers.find(address.context, 'uninstall', this.#generation(address), operation.signal)
      : undefined;
    await connections.disconnect(vclusterId(address));
    const tools = { client, removeContext: (item: RemovalItem) => this.#removeContext(item) };
    return removeVCluster(plan, choices, driver === undefined ? tools : { ...tools, driver }, operation);
  }

  /** What is still there of a vcluster that is gone. */
  leftovers(address: VClusterAddress, signal: AbortSignal): Promise<Leftovers> {
    const { hosts, kubeconfig } = this.#options;
    return leftovers(hostAt(hosts, address.context).client, address, kubeconfig.value.contexts, signal);
  }

  /** Takes left-over items away. */
  clean(context: string, items: readonly RemovalItem[], operation: Operation): Promise<RemovalResult> {
    const { hosts, protection } = this.#options;
    protection.check(context);
    const tools = {
      client: hostAt(hosts, context).client,
      removeContext: (item: RemovalItem) => this.#removeContext(item),
    };
    return cleanLeftovers(items, tools, operation);
  }

  /**
   * What keeps a namespace from going, as a sentence; undefined when it is gone or not being deleted. One that is only just being
   * deleted is given `limitMs` milliseconds to go.
   */
  async stuck(
    { context, namespace }: VClusterAddress,
    operation: Operation,
    limitMs = namespaceMs,
  ): Promise<string | undefined> {
    const { client } = hostAt(this.#options.hosts, context);
    await awaitNamespaceEnd(client, namespace, operation, limitMs);
    const stuck = await stuckNamespace(client, namespace, operation.signal);
    return stuck && stuckText(stuck);
  }

  /** For a release without workloads the generation does not matter: uninstalling is the same. */
  #generation(address: VClusterAddress): Generation {
    const { vclusters } = hostAt(this.#options.hosts, address.context).view;
    return vclusters.get(vclusterId(address))?.generation ?? 'current';
  }

  async #removeContext({ id }: RemovalItem): Promise<void> {
    const { kubeconfig } = this.#options;
    const name = decodeURIComponent(id.split('/')[1] ?? '');
    const entry = kubeconfig.value.contexts.find((context) => context.name === name);
    if (entry !== undefined) {
      const parent = parseVirtualContext(name)?.parent;
      await removeContext([...new Set(kubeconfig.value.files.map(({ path }) => path))], name, {
        ...(entry.cluster === undefined ? {} : { onlyIf: { server: entry.cluster.server } }),
        ...(parent === undefined ? {} : { restore: parent }),
      });
      await kubeconfig.reload();
    }
  }
}
