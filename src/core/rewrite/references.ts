import { dig, objects, type Raw, text } from '../vcluster/raw.ts';
import { useKey } from './pair.ts';

/** An object that another names. */
export interface Reference {
  readonly kind:
    | 'ConfigMap'
    | 'Secret'
    | 'PersistentVolumeClaim'
    | 'ServiceAccount'
    | 'PriorityClass'
    | 'Service'
    | 'StorageClass';
  readonly name: string;
  /** JSON pointer to the name. */
  readonly path: string;
  readonly optional?: boolean;
}

function reference(kind: Reference['kind'], holder: unknown, key: string, path: string): readonly Reference[] {
  const name = text(dig(holder, key));
  const optional = dig(holder, 'optional') === true;
  return name === undefined ? [] : [{ kind, name, path: `${path}/${key}`, ...(optional ? { optional } : {}) }];
}

function ofContainer(container: Raw, path: string): readonly Reference[] {
  return [
    ...objects(container['env']).flatMap((variable, index) => {
      const at = `${path}/env/${index}/valueFrom`;
      return [
        ...reference('ConfigMap', dig(variable, 'valueFrom', 'configMapKeyRef'), 'name', `${at}/configMapKeyRef`),
        ...reference('Secret', dig(variable, 'valueFrom', 'secretKeyRef'), 'name', `${at}/secretKeyRef`),
      ];
    }),
    ...objects(container['envFrom']).flatMap((source, index) => [
      ...reference('ConfigMap', source['configMapRef'], 'name', `${path}/envFrom/${index}/configMapRef`),
      ...reference('Secret', source['secretRef'], 'name', `${path}/envFrom/${index}/secretRef`),
    ]),
  ];
}

function ofVolume(volume: Raw, path: string): readonly Reference[] {
  const projected = objects(dig(volume, 'projected', 'sources')).flatMap((source, index) => [
    ...reference('ConfigMap', source['configMap'], 'name', `${path}/projected/sources/${index}/configMap`),
    ...reference('Secret', source['secret'], 'name', `${path}/projected/sources/${index}/secret`),
  ]);
  return [
    ...reference('ConfigMap', volume['configMap'], 'name', `${path}/configMap`),
    ...reference('Secret', volume['secret'], 'secretName', `${path}/secret`),
    ...reference(
      'PersistentVolumeClaim',
      volume['persistentVolumeClaim'],
      'claimName',
      `${path}/persistentVolumeClaim`,
    ),
    ...projected,
  ];
}

/** What the spec of a pod names, `path` being where the spec is. Nothing odd makes it fail. */
export function podReferences(spec: unknown, path = '/spec'): readonly Reference[] {
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    objects(dig(spec, list)).flatMap((one, index) => ofContainer(one, `${path}/${list}/${index}`)),
  );
  return [
    ...containers,
    ...objects(dig(spec, 'volumes')).flatMap((one, index) => ofVolume(one, `${path}/volumes/${index}`)),
    ...objects(dig(spec, 'imagePullSecrets')).flatMap((one, index) =>
      reference('Secret', one, 'name', `${path}/imagePullSecrets/${index}`),
    ),
    ...reference('ServiceAccount', spec, 'serviceAccountName', path),
    ...reference('PriorityClass', spec, 'priorityClassName', path),
  ];
}

/** The Services and Secrets that an Ingress names. */
export function ingressReferences(ingress: Raw): readonly Reference[] {
  const backend = (holder: unknown, path: string): readonly Reference[] =>
    reference('Service', dig(holder, 'service'), 'name', `${path}/service`);
  const spec = ingress['spec'];
  const rules = objects(dig(spec, 'rules')).flatMap((rule, index) =>
    objects(dig(rule, 'http', 'paths')).flatMap((one, at) =>
      backend(one['backend'], `/spec/rules/${index}/http/paths/${at}/backend`),
    ),
  );
  const tls = objects(dig(spec, 'tls')).flatMap((one, index) =>
    reference('Secret', one, 'secretName', `/spec/tls/${index}`),
  );
  return [...backend(dig(spec, 'defaultBackend'), '/spec/defaultBackend'), ...rules, ...tls];
}

/** The keys, as pairing has them, of the ConfigMaps and Secrets that pods use. */
export function usedByPods(pods: readonly Raw[]): ReadonlySet<string> {
  return new Set(
    pods.flatMap((pod) => {
      const namespace = text(dig(pod, 'metadata', 'namespace'));
      return podReferences(pod['spec'])
        .filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
        .map(({ kind, name }) => useKey(kind, namespace, name));
    }),
  );
}
