import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { ObjectReference } from '../explorer/node.ts';
import type { Hosts } from '../host/hosts.ts';
import { objectYaml } from '../host/objectYaml.ts';
import { type PodContainer, type PodLogOptions, podContainers, podLog } from '../host/podLog.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { type KubeResourceName, resources } from '../kube/resource.ts';
import { parseVClusterId } from '../vcluster/id.ts';
import type { VirtualSource } from './virtualSource.ts';

/** Single objects and logs, of host clusters and inside connected vclusters, each through the client that reaches it. */
export class ObjectAccess {
  readonly #hosts: Pick<Hosts, 'open'>;
  readonly #virtual: VirtualSource;

  constructor(hosts: Pick<Hosts, 'open'>, virtual: VirtualSource) {
    this.#hosts = hosts;
    this.#virtual = virtual;
  }

  /** An object as YAML, its secrets masked. */
  async yaml(reference: ObjectReference): Promise<string> {
    const { resource, namespace, name } = reference;
    const type = resources[resource as KubeResourceName];
    return objectYaml(await this.#client(reference).get(type, namespace, name), resource);
  }

  async containers(pod: ObjectReference): Promise<readonly PodContainer[]> {
    return podContainers(await this.#client(pod).get(resources.pods, pod.namespace, pod.name));
  }

  log(pod: ObjectReference, options: PodLogOptions, signal: AbortSignal): AsyncIterable<string> {
    return podLog(this.#client(pod), pod.namespace ?? '', pod.name, options, signal);
  }

  #client({ context, vcluster }: ObjectReference): KubeClient {
    if (vcluster !== undefined) {
      return this.#insideClient(vcluster);
    }
    const host = this.#hosts.open(context);
    if (host === undefined) {
      throw new KubeError('kubeconfig', l10n.t('The kubeconfig has no usable context “{0}”.', context));
    }
    return host.client;
  }

  #insideClient(vcluster: string): KubeClient {
    const client = this.#virtual.client(vcluster);
    if (client === undefined) {
      const name = printable(parseVClusterId(vcluster)?.name ?? vcluster);
      throw new OperationError('refused', l10n.t('{0} is not connected. Connect to it first.', name));
    }
    return client;
  }
}
