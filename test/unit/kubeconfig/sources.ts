import * as path from 'node:path';
import { afterEach } from 'mocha';
import { silentLog } from '../../../src/core/base/log.ts';
import type { Kubeconfig } from '../../../src/core/kubeconfig/model.ts';
import { KubeconfigSource, type KubeconfigSourceOptions } from '../../../src/core/kubeconfig/source.ts';
import { eventually, useFolder } from './folder.ts';

const debounceMs = 20;

/** The names of the contexts. */
export function namesOf({ contexts }: Kubeconfig): string {
  return contexts.map(({ name }) => name).join(' ');
}

/** Waits as long as a source needs to see a change, and some more. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, debounceMs * 8));
}

/** Waits until the source has exactly these contexts. */
export async function becomes(source: KubeconfigSource, names: string): Promise<void> {
  await eventually(() => namesOf(source.value) === names, `contexts "${names}"`);
}

/** Sources that end with each test of the suite, and a temporary folder for their files. */
export function useSources() {
  const folder = useFolder();
  const sources: KubeconfigSource[] = [];
  afterEach(() => {
    for (const source of sources.splice(0)) {
      source.dispose();
    }
  });
  const created = (
    paths: readonly string[] | (() => readonly string[]),
    options: Partial<KubeconfigSourceOptions> = {},
  ) => {
    const source = new KubeconfigSource({
      paths: typeof paths === 'function' ? paths : () => paths,
      log: silentLog,
      debounceMs,
      ...options,
    });
    sources.push(source);
    return source;
  };
  /** A source that has read its files, and the contexts of each change from then on. */
  const started = async (...options: Parameters<typeof created>) => {
    const source = created(...options);
    await source.start();
    const events: string[] = [];
    source.onDidChange((value) => events.push(namesOf(value)));
    return { source, events };
  };
  return { folder, at: (...names: string[]) => path.join(folder(), ...names), created, started };
}
