import { chmod, chown, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach } from 'mocha';

/** A new temporary folder for each test of the suite; gives the way to ask for it. */
export function useFolder(): () => string {
  let folder = '';
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'kubeconfig-')));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  return () => folder;
}

const nobody = 65534;

/** Runs the action without the rights of root, to which no permission applies. The folder is made accessible to it. */
export async function asOrdinaryUser<T>(
  folder: string,
  files: readonly string[],
  action: () => Promise<T>,
): Promise<T> {
  if (process.geteuid?.() !== 0) {
    return await action();
  }
  await chmod(folder, 0o755);
  for (const file of files) {
    await chown(file, nobody, nobody);
  }
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

/** Waits until the condition holds, and fails with the text after the given time. */
export async function eventually(condition: () => boolean, what: string, ms = 5000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`Did not happen within ${ms} ms: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A kubeconfig with the given contexts, all on one cluster. */
export function configWith(contexts: readonly string[], current?: string): string {
  return [
    'apiVersion: v1',
    'kind: Config',
    ...(current === undefined ? [] : [`current-context: ${current}`]),
    'clusters:',
    '- name: c',
    '  cluster: {server: "https://127.0.0.1:6443"}',
    'contexts:',
    ...contexts.map((name) => `- {name: ${name}, context: {cluster: c}}`),
    '',
  ].join('\n');
}
