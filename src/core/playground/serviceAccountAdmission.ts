import type { KubeObject } from '../kube/resource.ts';
import type { Random } from './random.ts';
import { at, isTree, listAt, type Tree, treeAt } from './tree.ts';

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';

function accessVolume(name: string): Tree {
  return {
    name,
    projected: {
      defaultMode: 420,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
        {
          downwardAPI: {
            items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }],
          },
        },
      ],
    },
  };
}

/** A pod with the volume that its account's token comes in, as kube-apiserver's admission gives every pod; other objects as they are. */
export function withAccessVolume(object: KubeObject, random: Random): KubeObject {
  const spec = treeAt(object, 'spec');
  const mounted = listAt(spec, 'containers').some((one) =>
    listAt(one, 'volumeMounts').some((mount) => at(mount, 'mountPath') === mountPath),
  );
  if (object.kind !== 'Pod' || mounted || spec['automountServiceAccountToken'] === false) {
    return object;
  }
  const name = `kube-api-access-${random.letters(5)}`;
  const mount = { mountPath, name, readOnly: true };
  const contained = (list: string): readonly unknown[] =>
    listAt(spec, list).map((one) =>
      isTree(one) ? { ...one, volumeMounts: [...listAt(one, 'volumeMounts'), mount] } : one,
    );
  const initContainers = contained('initContainers');
  return {
    ...object,
    spec: {
      ...spec,
      containers: contained('containers'),
      ...(initContainers.length > 0 ? { initContainers } : {}),
      volumes: [...listAt(spec, 'volumes'), accessVolume(name)],
    },
  };
}
