import { startForward } from '../../src/core/forward/forward.ts';
import { resolveSyncerPod } from '../../src/core/forward/syncerPod.ts';
import { createKubeClient } from '../../src/core/kube/httpClient.ts';
import { loadKubeconfigFile } from '../../src/core/kubeconfig/loader.ts';
import { mergeKubeconfig } from '../../src/core/kubeconfig/merge.ts';

/** What the process with the forward can be asked for: its memory after a collection, and the time that it has computed for. */
export type ForwardQuestion = 'rss' | 'cpu';

/** What it says: once its port, then what it is asked for. */
export interface ForwardMessage {
  readonly port?: number;
  readonly rss?: number;
  /** Milliseconds, in all of its threads. */
  readonly cpu?: number;
}

const [, , kubeconfig = '', namespace = '', name = '', port = ''] = process.argv;
const [context] = mergeKubeconfig([await loadKubeconfigFile(kubeconfig)]).contexts;
if (context === undefined) {
  throw new Error('the kubeconfig has no context');
}
const client = createKubeClient(context);
const forward = await startForward({
  client: () => client,
  resolve: (signal, onWait) => resolveSyncerPod(client, { namespace, name }, Number(port), signal, onWait),
  log: { debug() {}, info() {}, warn() {}, error: console.error },
});
process.send?.({ port: forward.port } satisfies ForwardMessage);
process.on('message', (question: ForwardQuestion) => {
  if (question === 'rss') {
    globalThis.gc?.();
    process.send?.({ rss: process.memoryUsage().rss } satisfies ForwardMessage);
  } else {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: (user + system) / 1000 } satisfies ForwardMessage);
  }
});
