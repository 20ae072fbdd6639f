import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A kubeconfig of a user: the playground's context, another one on the same cluster, and one that nobody answers for. */
export async function userKubeconfig(folder: string, playground: string): Promise<string> {
  const path = join(folder, 'config');
  const text = await readFile(playground, 'utf8');
  await writeFile(path, `# a comment that stays\n${text}`, { mode: 0o600 });
  return path;
}

/** A second file, for the contexts that the first does not have. */
export async function moreContexts(folder: string): Promise<string> {
  const path = join(folder, 'more');
  const lines = [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    '- name: away',
    '  cluster: {server: "https://127.0.0.1:9"}',
    'users:',
    '- name: me',
    '  user: {token: none}',
    'contexts:',
    '- name: office-away',
    '  context: {cluster: away, user: me}',
    '- name: broken',
    '  context: {cluster: missing, user: me}',
    '- name: vcluster_checkout-staging_team-checkout_vcluster-playground',
    '  context: {cluster: away, user: me}',
    '',
  ];
  await writeFile(path, lines.join('\n'), { mode: 0o600 });
  return path;
}
