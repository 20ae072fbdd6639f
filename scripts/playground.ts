/** Usage: playground.ts FOLDER. A playground of its own process: prints the path of its kubeconfig, and runs until it is ended. */
import { startPlayground } from '../src/core/playground/playground.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  throw new Error('Usage: playground.ts FOLDER');
}
const playground = await startPlayground({ folder, live: true });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) {
  process.once(signal, () => {
    void playground.stop().finally(() => process.exit(0));
  });
}
console.log(playground.kubeconfigPath);
