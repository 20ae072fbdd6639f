import { type KubeObject, resources } from '../../kube/resource.ts';
import type { Generation } from '../../vcluster/model.ts';
import type { Api } from '../api.ts';
import { at, listAt, nameOf, namespaceOf, textAt } from '../tree.ts';

const fakeNode = 'vcluster.loft.sh/fake-node';
const fakeVolume = 'vcluster.loft.sh/fake-pv';

export interface MirrorParts {
  readonly host: Api;
  readonly inside: Api;
  readonly name: string;
  readonly namespace: string;
  readonly generation: Generation;
  readonly kubernetes: string;
}

/** What a vcluster shows of the host without owning it: a made-up node for each that its pods run on, and the volumes of its claims. */
export class Mirror {
  readonly #parts: MirrorParts;

  constructor(parts: MirrorParts) {
    this.#parts = parts;
  }

  /** Shows the node of a pod, or the volume of a claim. */
  follow(object: KubeObject): void {
    const node = object.kind === 'Pod' ? textAt(object, 'spec', 'nodeName') : undefined;
    const volume = object.kind === 'PersistentVolumeClaim' ? textAt(object, 'spec', 'volumeName') : undefined;
    if (node !== undefined && !this.#parts.inside.find(resources.nodes, undefined, node)) {
      this.#parts.inside.seed(this.#node(node));
    }
    if (volume !== undefined && !this.#parts.inside.find(resources.persistentvolumes, undefined, volume)) {
      this.#volume(object, volume);
    }
  }

  /** Brings in the StorageClasses of the host that are not there. */
  copyStorageClasses(): void {
    const { host, inside } = this.#parts;
    for (const { metadata, ...rest } of host.list(resources.storageclasses)) {
      const { name = '', labels, annotations } = metadata ?? {};
      if (!inside.find(resources.storageclasses, undefined, name)) {
        inside.seed({ ...rest, metadata: { name, ...(labels && { labels }), ...(annotations && { annotations }) } });
      }
    }
  }

  /** Takes nodes away that no pod runs on. */
  keepNodes(): void {
    const { inside } = this.#parts;
    const used = new Set(inside.list(resources.pods).map((pod) => textAt(pod, 'spec', 'nodeName')));
    for (const node of inside.list(resources.nodes)) {
      if (!used.has(nameOf(node)) && node.metadata?.labels?.[fakeNode]) {
        inside.remove(resources.nodes, undefined, nameOf(node));
      }
    }
  }

  #node(name: string): KubeObject {
    const { host, generation, kubernetes, name: vcluster, namespace } = this.#parts;
    const room = { cpu: '16', memory: '32Gi', pods: '110' };
    const address =
      generation === 'legacy'
        ? `${name.replaceAll('.', '-')}.${vcluster}.${namespace}.nodes.vcluster.com`
        : `${name}.nodes.vcluster.com`;
    const real = host.find(resources.nodes, undefined, name);
    return {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        labels: {
          'kubernetes.io/arch': real?.metadata?.labels?.['kubernetes.io/arch'] ?? 'amd64',
          'kubernetes.io/os': 'linux',
          'kubernetes.io/hostname': `fake-${name}`,
          [fakeNode]: 'true',
        },
      },
      spec: {},
      status: {
        addresses: [{ type: 'Hostname', address }],
        capacity: room,
        allocatable: room,
        conditions: [
          { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
        ],
        nodeInfo: { architecture: 'amd64', kubeletVersion: kubernetes, operatingSystem: 'linux', osImage: 'linux' },
      },
    };
  }

  #volume(claim: KubeObject, name: string): void {
    this.#parts.inside.seed({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name, labels: { [fakeVolume]: 'true' } },
      spec: {
        accessModes: listAt(claim, 'spec', 'accessModes'),
        capacity: { storage: at(claim, 'spec', 'resources', 'requests', 'storage') },
        claimRef: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          name: nameOf(claim),
          namespace: namespaceOf(claim),
          uid: claim.metadata?.uid,
        },
        persistentVolumeReclaimPolicy: 'Delete',
        storageClassName: textAt(claim, 'spec', 'storageClassName'),
      },
      status: { phase: 'Bound' },
    });
  }
}
