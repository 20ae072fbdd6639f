import { mkdir } from 'node:fs/promises';
import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import { writeFileAtomic } from './atomicFile.ts';
import { type AddPlan, type ContextBodies, type FileWrite, isTaken, planAdd, planRemove } from './contextPlan.ts';
import type { EntryBody } from './entryText.ts';
import { writeProblem } from './fileProblem.ts';
import { given } from './given.ts';
import { type LoadedBytes, loadKubeconfigFile } from './loader.ts';
import { type LockOptions, withKubeconfigLocks } from './lock.ts';

/** How a context signs in: with a token, or with a client certificate and its key as base64 of PEM. Secret. */
export type ContextUser =
  | { readonly token?: string; readonly certData?: never; readonly keyData?: never }
  | { readonly certData: string; readonly keyData: string; readonly token?: never };

/** A context with a cluster and a user of its own, which get its name, as the vcluster CLI has it. */
export interface ContextEntry {
  readonly name: string;
  readonly server: string;
  /** Base64 of PEM. */
  readonly caData?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly tlsServerName?: string;
  readonly user: ContextUser;
  readonly namespace?: string;
}

export interface AddContextOptions {
  readonly makeCurrent: boolean;
  /** Refuses where a context of that name leads elsewhere by now. */
  readonly unlessTaken?: true;
  /** The name that its cluster and user get, where it is not that of the context. */
  readonly parts?: string;
  readonly lock?: LockOptions;
}

export interface AddContextResult {
  /** The file that has the context now. */
  readonly file: string;
  /** The context that was current before, if that was another one. */
  readonly previousContext?: string;
  /** Whether anything was written. */
  readonly changed: boolean;
}

export interface RemoveContextOptions {
  /** The context to make current again, if this one is. */
  readonly restore?: string;
  /** Nothing is removed where the cluster has another server by now. */
  readonly onlyIf?: { readonly server: string };
  /** The name that its cluster and user have, where the context has been renamed. */
  readonly parts?: string;
  readonly lock?: LockOptions;
}

export interface RemoveContextResult {
  /** Whether anything was written. */
  readonly changed: boolean;
  /** Whether `restore` has become the current context. */
  readonly restored: boolean;
}

// How often the files may turn out to be others than those that were locked.
const maxAttempts = 5;

/** The bodies of the three entries, in the words of the file. `parts` is the name of cluster and user. */
export function contextBodies({ name, server, user, ...rest }: ContextEntry, parts = name): ContextBodies {
  const { caData, insecureSkipTlsVerify, tlsServerName, namespace } = rest;
  const cluster: EntryBody = given({
    server,
    'certificate-authority-data': caData,
    'insecure-skip-tls-verify': insecureSkipTlsVerify ? (true as const) : undefined,
    'tls-server-name': tlsServerName,
  }) as EntryBody;
  const credentials = given({
    token: user.token,
    'client-certificate-data': user.certData,
    'client-key-data': user.keyData,
  }) as EntryBody;
  return {
    clusters: cluster,
    contexts: given({ cluster: parts, user: parts, namespace }) as EntryBody,
    users: credentials,
  };
}

interface Plan {
  readonly writes: readonly FileWrite[];
}

function load(paths: readonly string[], previous: readonly LoadedBytes[]): Promise<readonly LoadedBytes[]> {
  return Promise.all(paths.map((file, index) => loadKubeconfigFile(file, previous[index])));
}

async function makeFolders(files: readonly string[]): Promise<void> {
  for (const file of files) {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw writeProblem(file, error);
    });
  }
}

async function writeAll({ writes }: Plan): Promise<void> {
  for (const { path: file, data } of writes) {
    await writeFileAtomic(file, data);
  }
}

/** The files to lock for a plan that cannot be made: all that are there, since one may be half-written at the moment. */
function present(files: readonly LoadedBytes[]): readonly string[] {
  return files.filter(({ exists }) => exists).map(({ path: file }) => file);
}

/**
 * Plans, locks what is to be written, plans again and writes. Locks nothing where there is nothing to write.
 * What needs other files than those locked is begun anew.
 */
async function carryOut<P extends Plan>(
  paths: readonly string[],
  plan: (files: readonly LoadedBytes[]) => P,
  lock: LockOptions | undefined,
): Promise<P> {
  let files = await load(paths, []);
  let locked = filesToLock(files, plan);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (locked.length === 0) {
      return plan(files);
    }
    await makeFolders(locked);
    const done = await withKubeconfigLocks(
      locked,
      async () => {
        files = await load(paths, files);
        const made = plan(files);
        if (made.writes.some(({ path: file }) => !locked.includes(file))) {
          return undefined;
        }
        await writeAll(made);
        return made;
      },
      lock,
    );
    if (done !== undefined) {
      return done;
    }
    locked = [...new Set([...locked, ...filesToLock(files, plan)])];
  }
  const names = paths.map((file) => printable(file)).join(', ');
  throw new KubeError('kubeconfig', l10n.t('{0} changed again and again. Try once more.', names));
}

function filesToLock(files: readonly LoadedBytes[], plan: (files: readonly LoadedBytes[]) => Plan): readonly string[] {
  try {
    return plan(files).writes.map(({ path: file }) => file);
  } catch {
    // A refusal is not final without the lock: another program may be in the middle of writing.
    return present(files);
  }
}

function takenError(name: string): KubeError {
  return new KubeError(
    'kubeconfig',
    l10n.t(
      'The context “{0}” of your kubeconfig leads elsewhere by now, and was left as it is. Rename or remove it, then try again.',
      printable(name),
    ),
  );
}

/**
 * Adds a context to the user's kubeconfig, as kubectl merges: entries of that name are replaced in the file that has them,
 * else they go to the first file that exists; where none does, the first is made, for its owner alone. Makes it current
 * in the same way as `setCurrentContext`. Changes nothing else in the files, and writes nothing where all is so already.
 *
 * @throws KubeError `kubeconfig` where a file cannot be parsed, changed without changing more, locked or written. A file
 * is whole then, as it was or as it was to be.
 */
export async function addContext(
  paths: readonly string[],
  entry: ContextEntry,
  { makeCurrent, unlessTaken, parts = entry.name, lock }: AddContextOptions,
): Promise<AddContextResult> {
  const bodies = contextBodies(entry, parts);
  const names = { context: entry.name, parts };
  const planned = (files: readonly LoadedBytes[]): AddPlan => {
    if (unlessTaken && isTaken(files, names, entry.server)) {
      throw takenError(entry.name);
    }
    return planAdd(files, names, bodies, makeCurrent);
  };
  const plan = await carryOut(paths, planned, lock);
  const { file, previousContext, writes } = plan;
  return { file, changed: writes.length > 0, ...given({ previousContext }) };
}

/**
 * Takes a context out again, with the cluster and user of its name unless another context uses them; and only while its
 * server is the one that was added. Where it is the current one, `restore` becomes that, if there is such a context; else
 * current-context becomes empty, since kubectl would fail on one that does not exist. A file that cannot be parsed is left
 * out of account. Nothing to remove is no error.
 *
 * @throws KubeError `kubeconfig` as `addContext` does
 */
export async function removeContext(
  paths: readonly string[],
  name: string,
  { restore, onlyIf, parts, lock }: RemoveContextOptions = {},
): Promise<RemoveContextResult> {
  const { restored, writes } = await carryOut(
    paths,
    (files) => planRemove(files, name, { restore, server: onlyIf?.server, parts }),
    lock,
  );
  return { changed: writes.length > 0, restored };
}
