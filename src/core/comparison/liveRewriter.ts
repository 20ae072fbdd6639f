import { isDeepStrictEqual } from 'node:util';
import type { Disposable } from '../base/emitter.ts';
import type { KubeClient } from '../kube/client.ts';
import type { ResourceType } from '../kube/resource.ts';
import { rewriteConfig } from '../rewrite/config.ts';
import { generationOfVersion } from '../vcluster/generation.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import type { VCluster } from '../vcluster/model.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import { customResources } from './customResource.ts';
import { KindTable } from './kindTable.ts';
import type { Rewriter } from './rowIndex.ts';

/** What a new configuration shows in: another version, or other pods of the control plane. */
function markOf({ version, generation, pods }: VCluster): string {
  const syncers = pods.filter(({ role }) => role === 'syncer').map(({ uid }) => uid);
  return [version ?? generation, ...syncers.toSorted()].join(' ');
}

/** The version that counts for a vcluster; where none can be read, the newest of its generation. */
export function versionOf(vcluster: VCluster | undefined): string {
  const { version, generation } = vcluster ?? {};
  return generationOfVersion(version) === undefined ? (generation === 'legacy' ? '0.19.10' : '') : (version ?? '');
}

/** How a vcluster rewrites: its version and its configuration, read again when its control plane is another. */
export class LiveRewriter implements Disposable {
  readonly #address: VClusterAddress;
  readonly #listener: () => void;
  readonly #ended = new AbortController();
  #configuration: Configuration | undefined;
  #mark: string | undefined;
  #client: KubeClient | undefined;
  #version = '';
  #resources: readonly (readonly ResourceType[])[] = [];
  #kinds = new KindTable();

  /** The listener is called when the rewriting is another, or more is known of it. */
  constructor(address: VClusterAddress, listener: () => void) {
    this.#address = address;
    this.#listener = listener;
  }

  /** Undefined until it has been read. */
  get configuration(): Configuration | undefined {
    return this.#configuration;
  }

  /** What is compared: custom resources and copies of the host's once it is known which are synced. */
  get kinds(): KindTable {
    return this.#kinds;
  }

  get rewriter(): Rewriter {
    const { name, namespace } = this.#address;
    return { target: { name, namespace, version: this.#version }, options: this.#configuration?.options ?? {} };
  }

  /** The host namespace of what has none of its own; that of the control plane unless the configuration says otherwise. */
  get workloadNamespace(): string {
    const { target, options } = this.rewriter;
    return rewriteConfig(target, options).workloadNamespace;
  }

  /** Takes up how the host shows the vcluster now. */
  see(vcluster: VCluster | undefined, client: KubeClient): void {
    const version = versionOf(vcluster);
    if (vcluster !== undefined && version !== this.#version) {
      this.#version = version;
      this.#listener();
    }
    const mark = vcluster && markOf(vcluster);
    // A client that was closed gave no answer.
    if (mark !== undefined && (mark !== this.#mark || client !== this.#client)) {
      this.#mark = mark;
      this.#client = client;
      void this.#read(client, mark);
    }
  }

  async #read(client: KubeClient, mark: string): Promise<void> {
    try {
      const { signal } = this.#ended;
      const configuration = await readConfiguration(client, this.#address, signal);
      const { toHost, fromHost, imports, imported } = rewriteConfig(this.rewriter.target, configuration.options);
      const copied = new Set([...fromHost, ...imports.keys(), ...imported]);
      const found = await Promise.all([toHost, copied].map((names) => customResources(client, names, signal)));
      const isNew = !isDeepStrictEqual([configuration, found], [this.#configuration, this.#resources]);
      // A later reading is under way where the mark is another by now.
      if (!signal.aborted && mark === this.#mark && isNew) {
        this.#configuration = configuration;
        this.#resources = found;
        this.#kinds = new KindTable(...found);
        this.#listener();
      }
    } catch {
      // Cancelled: nobody waits for it any more.
    }
  }

  dispose(): void {
    this.#ended.abort();
  }
}
