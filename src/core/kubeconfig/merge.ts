import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import { given } from './given.ts';
import type { Kubeconfig, KubeconfigCluster, KubeconfigContext, KubeconfigFile, KubeconfigUser } from './model.ts';
import type { ContextEntry, Entries, Entry, KubeconfigEntries } from './parser.ts';

/** A kubeconfig file with the entries that are in use, which are its last good ones where it has a problem. */
export interface LoadedFile extends KubeconfigFile {
  readonly entries?: KubeconfigEntries;
}

interface Pool {
  readonly clusters: Entries<KubeconfigCluster>;
  readonly users: Entries<KubeconfigUser>;
}

/** Whole entries by name; the first file that has one wins. */
function union<T>(all: readonly Entries<T>[]): Entries<T> {
  return new Map(all.toReversed().flatMap((entries) => [...entries]));
}

function incomplete(message: string): KubeError {
  return new KubeError('kubeconfig', message);
}

/** client-go takes a server without a scheme, and only HTTP otherwise. */
function isServer(server: string): boolean {
  const url = /^[a-z][a-z0-9+.-]*:\/\//iu.test(server) ? server : `https://${server}`;
  return URL.canParse(url) && /^https?:$/u.test(new URL(url).protocol);
}

function clusterProblem(name: string | undefined, entry: Entry<KubeconfigCluster> | undefined): KubeError | undefined {
  if (name === undefined) {
    return incomplete(l10n.t('The context names no cluster.'));
  }
  const shown = printable(name);
  if (entry === undefined) {
    return incomplete(l10n.t('The cluster "{0}" of the context is in none of the kubeconfig files.', shown));
  }
  if (entry.problem !== undefined) {
    return entry.problem;
  }
  if (entry.value.server === '') {
    return incomplete(l10n.t('The cluster "{0}" has no server.', shown));
  }
  if (!isServer(entry.value.server)) {
    return incomplete(l10n.t('The server of the cluster "{0}" is not an HTTP address.', shown));
  }
  return undefined;
}

function userProblem(name: string | undefined, entry: Entry<KubeconfigUser> | undefined): KubeError | undefined {
  if (name === undefined) {
    return undefined;
  }
  const shown = printable(name);
  if (entry === undefined) {
    return incomplete(l10n.t('The user "{0}" of the context is in none of the kubeconfig files.', shown));
  }
  if (entry.problem !== undefined) {
    return entry.problem;
  }
  const { exec } = entry.value;
  if (exec?.command === '') {
    return incomplete(l10n.t('The credential plugin of the user "{0}" has no command.', shown));
  }
  return undefined;
}

function resolveContext(file: string, { value, problem }: Entry<ContextEntry>, pool: Pool): KubeconfigContext {
  const cluster = value.cluster === undefined ? undefined : pool.clusters.get(value.cluster);
  const user = value.user === undefined ? undefined : pool.users.get(value.user);
  return {
    name: value.name,
    file,
    ...given({
      namespace: value.namespace,
      cluster: cluster?.value,
      user: user?.value,
      problem: problem ?? clusterProblem(value.cluster, cluster) ?? userProblem(value.user, user),
    }),
  };
}

/** The current-context of files in order of precedence: that of the first that sets one. */
export function mergedCurrentContext(files: readonly KubeconfigEntries[]): string | undefined {
  return files.find(({ currentContext }) => currentContext !== undefined)?.currentContext;
}

/**
 * Merges files, given in order of precedence, as kubectl does (clientcmd's loading rules): contexts, clusters and users by
 * name, each taken whole from the first file that has it, so that a context may use a cluster of another file; the first
 * current-context that is set wins. Contexts come in the order of the files.
 */
export function mergeKubeconfig(files: readonly LoadedFile[]): Kubeconfig {
  const used = files.flatMap(({ path, entries }) => (entries === undefined ? [] : [{ path, entries }]));
  const pool: Pool = {
    clusters: union(used.map(({ entries }) => entries.clusters)),
    users: union(used.map(({ entries }) => entries.users)),
  };
  const contexts = new Map<string, KubeconfigContext>();
  for (const { path, entries } of used) {
    for (const [name, entry] of entries.contexts) {
      if (!contexts.has(name)) {
        contexts.set(name, resolveContext(path, entry, pool));
      }
    }
  }
  const currentContext = mergedCurrentContext(used.map(({ entries }) => entries));
  return {
    files: files.map(({ path, exists, problem }) => ({ path, exists, ...given({ problem }) })),
    contexts: [...contexts.values()],
    ...given({ currentContext }),
  };
}
