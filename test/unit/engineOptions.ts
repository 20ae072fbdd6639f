import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../src/core/base/log.ts';
import type { EngineOptions } from '../../src/core/engineOptions.ts';

/** What an engine is made with where nothing else is said: no tools, nothing protected, no kubeconfig of the user. */
export function engineOptions(given: Partial<EngineOptions>): EngineOptions {
  return {
    log: silentLog,
    env: {},
    kubeconfig: () => [],
    ownKubeconfigs: () => [],
    namespaces: () => [],
    pluginTimeoutMs: () => 10_000,
    connectMode: () => 'switch',
    protectedContexts: () => [],
    toolPath: () => undefined,
    workspaceFolders: () => [],
    storageFolder: join(tmpdir(), 'vcluster-explorer-nothing-is-written-here'),
    translations: undefined,
    ...given,
  };
}
