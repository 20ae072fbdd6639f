import type { KubeObject } from '../../kube/resource.ts';
import { at, isTree, listAt, numberAt, textAt, treeAt } from '../tree.ts';

function service(virtual: KubeObject, copy: KubeObject): KubeObject {
  const { clusterIP, clusterIPs } = treeAt(copy, 'spec');
  const ports = listAt(virtual, 'spec', 'ports').map((port) => {
    const same = listAt(copy, 'spec', 'ports').find(
      (one) => numberAt(one, 'port') === numberAt(port, 'port') && textAt(one, 'protocol') === textAt(port, 'protocol'),
    );
    const nodePort = numberAt(same, 'nodePort');
    return isTree(port) && nodePort !== undefined ? { ...port, nodePort } : port;
  });
  return {
    ...virtual,
    spec: { ...treeAt(virtual, 'spec'), clusterIP, clusterIPs, ports },
    status: copy['status'] ?? {},
  };
}

function claim(virtual: KubeObject, copy: KubeObject): KubeObject {
  const { volumeName, storageClassName } = treeAt(copy, 'spec');
  const bound = {
    ...(volumeName === undefined ? {} : { volumeName }),
    ...(storageClassName === undefined ? {} : { storageClassName }),
  };
  return { ...virtual, spec: { ...treeAt(virtual, 'spec'), ...bound }, status: copy['status'] ?? {} };
}

function pod(virtual: KubeObject, copy: KubeObject): KubeObject {
  const nodeName = at(copy, 'spec', 'nodeName');
  const placed = nodeName === undefined ? {} : { nodeName };
  return { ...virtual, spec: { ...treeAt(virtual, 'spec'), ...placed }, status: copy['status'] ?? {} };
}

/** A virtual object with what its copy on the host knows better: where it runs, how it is, which addresses and volumes it has got. */
export function fromHost(virtual: KubeObject, copy: KubeObject): KubeObject {
  switch (virtual.kind) {
    case 'Pod':
      return pod(virtual, copy);
    case 'Service':
      return service(virtual, copy);
    case 'PersistentVolumeClaim':
      return claim(virtual, copy);
    case 'Ingress':
      return { ...virtual, status: copy['status'] ?? {} };
    default:
      return virtual;
  }
}
