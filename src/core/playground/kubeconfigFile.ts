import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the kubeconfig of a playground says. */
export interface KubeconfigContent {
  readonly context: string;
  readonly server: string;
  readonly token: string;
  /** PEM of the certificate that the server is to be known by. */
  readonly certificate?: string;
}

/** The text of a kubeconfig with one context: JSON, which is YAML too. */
export function kubeconfigText({ context, server, token, certificate }: KubeconfigContent): string {
  const trust =
    certificate === undefined
      ? { 'insecure-skip-tls-verify': true }
      : { 'certificate-authority-data': Buffer.from(certificate).toString('base64') };
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: context, cluster: { server, ...trust } }],
    users: [{ name: context, user: { token } }],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
    'current-context': context,
  };
  return `${JSON.stringify(kubeconfig, undefined, 2)}\n`;
}

/** A kubeconfig file that is the playground's own. */
export interface KubeconfigFile {
  readonly path: string;
  /** Removes the file, and the folder if it was made for it and nothing else is in it. */
  remove(): Promise<void>;
}

/** Writes a kubeconfig into a folder, which is made if need be (0700); the file has mode 0600 from its first byte. */
export async function writeKubeconfig(folder: string, content: KubeconfigContent): Promise<KubeconfigFile> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'playground.kubeconfig');
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, kubeconfigText(content), { mode: 0o600, flag: 'wx' });
  await rename(draft, path);
  return {
    path,
    remove: async () => {
      await rm(path, { force: true });
      if (made !== undefined) {
        await rmdir(folder).catch(() => undefined);
      }
    },
  };
}
