import type { KubeObject } from '../../kube/resource.ts';
import { marks } from '../../vcluster/marks.ts';
import { listAt, textAt, treeAt } from '../tree.ts';

function labelsOf(text: string): Readonly<Record<string, string>> {
  const pairs = text.split('\n').flatMap((line) => {
    const [, key, value] = /^([^=]+)="(.*)"$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(pairs);
}

/** The virtual pod behind a copy on the host of which nothing else is known: what its annotations say, and its containers. */
export function adoptedPod(copy: KubeObject): KubeObject {
  const { annotations = {} } = copy.metadata ?? {};
  const containers = listAt(copy, 'spec', 'containers').map((one) => ({
    name: textAt(one, 'name'),
    image: textAt(one, 'image'),
    resources: treeAt(one, 'resources'),
  }));
  const uid = annotations['vcluster.loft.sh/object-uid'];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: annotations[marks.objectName] ?? '',
      namespace: annotations[marks.objectNamespace] ?? 'default',
      labels: labelsOf(annotations[marks.podLabels] ?? ''),
      ...(uid ? { uid } : {}),
    },
    spec: { containers },
  };
}
