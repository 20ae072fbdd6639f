import { writeFile } from 'node:fs/promises';

/** The `user` of a kubeconfig, in the file's own words. */
export type KubeconfigUserEntry = Readonly<Record<string, unknown>>;

export interface KubeconfigOptions {
  readonly server: string;
  /** PEM. */
  readonly certificateAuthority: string;
  readonly user: KubeconfigUserEntry;
  readonly context?: string;
  readonly namespace?: string;
}

/** A kubeconfig of one context, as JSON, which is YAML as well. */
export function kubeconfigText({ server, certificateAuthority, user, context = 'host', namespace }: KubeconfigOptions) {
  const ca = Buffer.from(certificateAuthority).toString('base64');
  return JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: context, cluster: { server, 'certificate-authority-data': ca } }],
      users: [{ name: context, user }],
      contexts: [{ name: context, context: { cluster: context, user: context, namespace } }],
      'current-context': context,
    },
    undefined,
    2,
  );
}

/** For the owner's eyes only, since it holds credentials. */
export async function writePrivately(path: string, text: string): Promise<string> {
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

/** A user whose token is in `file`, read afresh by an exec plugin each time that one is asked for. */
export function execUser(file: string): KubeconfigUserEntry {
  return {
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'cat', args: [file], interactiveMode: 'Never' },
  };
}

/** What the plugin of `execUser` prints. */
export function execCredential(token: string): string {
  return JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token } });
}
