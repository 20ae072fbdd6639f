import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import { loadDocuments } from './document.ts';
import { Fields } from './fields.ts';
import { given } from './given.ts';
import type { KubeconfigCluster, KubeconfigUser } from './model.ts';
import { fromDirectory, readUser } from './userEntry.ts';

/** A `contexts` entry as its file has it: cluster and user are names, which another file may define. */
export interface ContextEntry {
  readonly name: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly namespace?: string;
}

/** An entry, and what is wrong with its fields. */
export interface Entry<T> {
  readonly value: T;
  readonly problem?: KubeError;
}

export type Entries<T> = ReadonlyMap<string, Entry<T>>;

/** What one kubeconfig file says. Of entries with the same name the first is kept. */
export interface KubeconfigEntries {
  readonly currentContext?: string;
  readonly contexts: Entries<ContextEntry>;
  readonly clusters: Entries<KubeconfigCluster>;
  readonly users: Entries<KubeconfigUser>;
  /** The places of entries that were passed over, since they have no name or repeat one: `contexts[2]`. */
  readonly ignored: readonly string[];
}

const noEntries: KubeconfigEntries = { contexts: new Map(), clusters: new Map(), users: new Map(), ignored: [] };

type Body = readonly [name: string, body: Fields, at: string, misshapen: string[]];

function misshapenProblem(file: string, at: string): KubeError {
  return new KubeError('kubeconfig', l10n.t('{0}: {1} has the wrong type.', printable(file), at));
}

/** Reads a list of `{name, [key]: body}`. */
function readEntries<T>(
  list: readonly unknown[],
  [plural, key]: readonly [string, string],
  context: { readonly file: string; readonly ignored: string[] },
  read: (...body: Body) => T,
): Entries<T> {
  const entries = new Map<string, Entry<T>>();
  for (const [index, item] of list.entries()) {
    const at = `${plural}[${index}]`;
    const misshapen: string[] = [];
    const fields = new Fields(item, at, misshapen);
    const name = fields.text('name');
    if (name === undefined || entries.has(name)) {
      context.ignored.push(at);
      continue;
    }
    const value = read(name, fields.fields(key), `${at}.${key}`, misshapen);
    const [first] = misshapen;
    entries.set(name, first === undefined ? { value } : { value, problem: misshapenProblem(context.file, first) });
  }
  return entries;
}

function readContext(...[name, context]: Body): ContextEntry {
  return {
    name,
    ...given({ cluster: context.text('cluster'), user: context.text('user'), namespace: context.text('namespace') }),
  };
}

function readCluster(name: string, cluster: Fields, directory: string): KubeconfigCluster {
  return {
    name,
    server: cluster.text('server') ?? '',
    skipTlsVerify: cluster.flag('insecure-skip-tls-verify'),
    ...given({
      caData: cluster.text('certificate-authority-data'),
      caFile: fromDirectory(directory, cluster.text('certificate-authority')),
      tlsServerName: cluster.text('tls-server-name'),
      proxyUrl: cluster.text('proxy-url'),
    }),
  };
}

/** Throws as kubectl does where another manifest was given in place of a kubeconfig. */
function requireConfig(top: Fields, file: string): void {
  const kind = top.text('kind') ?? 'Config';
  const version = top.text('apiVersion') ?? 'v1';
  if (kind !== 'Config' || version !== 'v1') {
    const found = printable(`${version} ${kind}`, 100);
    throw new KubeError('kubeconfig', l10n.t('{0} is not a kubeconfig but a {1}.', printable(file), found));
  }
}

function readFile(text: string, file: string): KubeconfigEntries {
  const [document] = loadDocuments(text, file);
  if (document === undefined || document === null) {
    return noEntries;
  }
  if (!(document instanceof Map)) {
    throw new KubeError('kubeconfig', l10n.t('{0} is not a kubeconfig: it holds no mapping.', printable(file)));
  }
  const misshapen: string[] = [];
  const ignored: string[] = [];
  const top = new Fields(document, '', misshapen);
  requireConfig(top, file);
  const context = { file, ignored };
  const directory = path.dirname(path.resolve(file));
  const entries = {
    contexts: readEntries(top.list('contexts'), ['contexts', 'context'], context, readContext),
    clusters: readEntries(top.list('clusters'), ['clusters', 'cluster'], context, (name, body) =>
      readCluster(name, body, directory),
    ),
    users: readEntries(top.list('users'), ['users', 'user'], context, (...body) => readUser(...body, directory)),
    ...given({ currentContext: top.text('current-context') }),
    ignored,
  };
  const [first] = misshapen;
  if (first !== undefined) {
    throw misshapenProblem(file, first);
  }
  return entries;
}

/**
 * The entries of one kubeconfig, YAML or JSON; of several documents the first counts, as with kubectl. An empty text is
 * an empty kubeconfig. Gives, never throws, a KubeError `kubeconfig` where the file as a whole cannot be used; a wrong
 * field of one entry is the problem of that entry alone. `file` names it in errors and is what relative paths start from.
 */
export function parseKubeconfig(text: string, file: string): KubeconfigEntries | KubeError {
  try {
    return readFile(text, file);
  } catch (error) {
    return KubeError.is(error) ? error : new KubeError('kubeconfig', l10n.t('{0} cannot be read.', printable(file)));
  }
}
