import type { KubeObject } from '../../kube/resource.ts';
import type { Generation } from '../../vcluster/model.ts';
import { yamlText } from '../release/yamlText.ts';
import { listAt, nameOf, type Tree, textAt } from '../tree.ts';
import type { VirtualAuthority } from './authority.ts';

/** What the kubeconfig of a vcluster depends on. */
export interface KubeconfigTarget {
  readonly name: string;
  readonly namespace: string;
  readonly generation: Generation;
  readonly values: Tree;
  /** The Service of the vcluster, which owns the Secret in the current generation. */
  readonly service: KubeObject | undefined;
}

const localServer = 'https://localhost:8443';

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function flag(values: Tree, name: string): string | undefined {
  const args = listAt(values, 'syncer', 'extraArgs').map(String);
  return args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
}

/** The server and the name of context, cluster and user that the values ask for. */
function asked({ generation, values }: KubeconfigTarget): { readonly server: string; readonly context: string } {
  const [server, context] =
    generation === 'legacy'
      ? [flag(values, 'out-kube-config-server'), textAt(values, 'syncer', 'kubeConfigContextName')]
      : [textAt(values, 'exportKubeConfig', 'server'), textAt(values, 'exportKubeConfig', 'context')];
  return { server: server || localServer, context: context || 'my-vcluster' };
}

function kubeconfig(target: KubeconfigTarget, { cert, client }: VirtualAuthority): string {
  const { server, context } = asked(target);
  return yamlText({
    apiVersion: 'v1',
    clusters: [{ cluster: { 'certificate-authority-data': base64(cert), server }, name: context }],
    contexts: [{ context: { cluster: context, namespace: 'default', user: context }, name: context }],
    'current-context': context,
    kind: 'Config',
    users: [
      {
        name: context,
        user: { 'client-certificate-data': base64(client.cert), 'client-key-data': base64(client.key) },
      },
    ],
  });
}

/**
 * The Secret `vc-NAME` that the syncer of either generation writes once its vcluster is up: keys, labels and owner as they
 * were captured from 0.14.2 and 0.36.1.
 */
export function kubeconfigSecret(target: KubeconfigTarget, authority: VirtualAuthority): KubeObject {
  const { name, namespace, generation, service } = target;
  const current = generation === 'current';
  const owner = service && {
    apiVersion: 'v1',
    controller: false,
    kind: 'Service',
    name: nameOf(service),
    uid: service.metadata?.uid ?? '',
  };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `vc-${name}`,
      namespace,
      ...(current ? { labels: { app: 'vcluster', 'vcluster-name': name } } : {}),
      ...(current && owner ? { ownerReferences: [owner] } : {}),
    },
    type: 'Opaque',
    data: {
      config: base64(kubeconfig(target, authority)),
      'certificate-authority': base64(authority.cert),
      'client-certificate': base64(authority.client.cert),
      'client-key': base64(authority.client.key),
      ...(current ? { token: '' } : {}),
    },
  };
}
