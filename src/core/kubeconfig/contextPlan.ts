import * as l10n from '@vscode/l10n';
import { KubeError } from '../kube/error.ts';
import { withCurrentContext } from './currentContextEdit.ts';
import { editsOf, withEntries } from './entryEdit.ts';
import { type EntryBody, type EntryKind, entryKinds } from './entryText.ts';
import { given } from './given.ts';
import type { LoadedBytes } from './loader.ts';
import { mergedCurrentContext } from './merge.ts';
import type { KubeconfigEntries } from './parser.ts';
import { editedBytes } from './textEdit.ts';

/** What is to be written to one file. */
export interface FileWrite {
  readonly path: string;
  readonly data: Buffer;
}

/** The bodies of the three entries that a context consists of, all of one name. */
export type ContextBodies = Readonly<Record<EntryKind, EntryBody>>;

export interface AddPlan {
  /** The file that has the context. */
  readonly file: string;
  readonly previousContext?: string;
  readonly writes: readonly FileWrite[];
}

export interface RemovePlan {
  readonly restored: boolean;
  readonly writes: readonly FileWrite[];
}

export interface RemoveChoice {
  readonly restore?: string | undefined;
  readonly server?: string | undefined;
  /** The name of its cluster and user, where that is another one. */
  readonly parts?: string | undefined;
}

interface FileChange {
  /** An entry without a body goes; a kind that is not named stays as it is. */
  readonly bodies: Partial<Record<EntryKind, EntryBody | undefined>>;
  readonly currentContext: string | undefined;
}

/** The name of a context, and that of its cluster and user: it is the same unless somebody renamed the context. */
export interface Names {
  readonly context: string;
  readonly parts: string;
}

function nameOf({ context, parts }: Names, kind: EntryKind): string {
  return kind === 'contexts' ? context : parts;
}

function usable({ exists, problem, entries }: LoadedBytes): KubeconfigEntries | undefined {
  return exists && problem === undefined ? entries : undefined;
}

function changedText(text: string, names: Names, { bodies, currentContext }: FileChange, file: string): string {
  const { contexts, ...rest } = bodies;
  const ofContext = 'contexts' in bodies ? editsOf(names.context, { contexts }) : [];
  const after = withEntries(text, [...ofContext, ...editsOf(names.parts, rest)], file);
  return currentContext === undefined ? after : withCurrentContext(after, currentContext, file);
}

function writesOf(
  files: readonly LoadedBytes[],
  names: Names,
  changeOf: (file: LoadedBytes) => FileChange,
): readonly FileWrite[] {
  return files.flatMap((file) => {
    const data = editedBytes(file, (text) => changedText(text, names, changeOf(file), file.path));
    return data === undefined ? [] : [{ path: file.path, data }];
  });
}

function bodiesFor(all: ContextBodies, isHere: (kind: EntryKind) => boolean): FileChange['bodies'] {
  return Object.fromEntries(entryKinds.filter(isHere).map((kind) => [kind, all[kind]]));
}

/** The file that takes what no file has yet: the first that exists, else the first there may be. */
function defaultFile(files: readonly LoadedBytes[]): LoadedBytes {
  const file = files.find(({ exists }) => exists) ?? files[0];
  if (file === undefined) {
    throw new KubeError('kubeconfig', l10n.t('No kubeconfig file is set. Name one in the settings or in KUBECONFIG.'));
  }
  if (file.problem !== undefined) {
    throw file.problem;
  }
  return file;
}

/**
 * What adds a context as kubectl does: an entry of its name is replaced in the file that has it, else it goes to the first
 * file that exists, and so does current-context. Throws a KubeError `kubeconfig` where that cannot be.
 */
export function planAdd(
  files: readonly LoadedBytes[],
  names: Names,
  bodies: ContextBodies,
  makeCurrent: boolean,
): AddPlan {
  const target = defaultFile(files);
  const home = (kind: EntryKind): LoadedBytes => homeOf(files, kind, nameOf(names, kind)) ?? target;
  const current = mergedCurrentContext(files.flatMap((file) => usable(file) ?? []));
  const writes = writesOf(
    files.filter((file) => file.problem === undefined),
    names,
    (file) => ({
      bodies: bodiesFor(bodies, (kind) => home(kind) === file),
      currentContext: makeCurrent && current !== names.context && file === target ? names.context : undefined,
    }),
  );
  return {
    file: home('contexts').path,
    writes,
    ...given({ previousContext: current === names.context ? undefined : current }),
  };
}

function homeOf(files: readonly LoadedBytes[], kind: EntryKind, name: string): LoadedBytes | undefined {
  return files.find((file) => usable(file)?.[kind].has(name));
}

/** Whether nothing speaks against it that the entries of a name are those that were added. */
function isOurs(files: readonly LoadedBytes[], name: string, server: string | undefined): boolean {
  const address = homeOf(files, 'clusters', name)?.entries?.clusters.get(name)?.value.server;
  return server === undefined || address === undefined || address === server;
}

/** Whether there is a context of that name that leads to another server. One whose own cluster has gone leads nowhere. */
export function isTaken(files: readonly LoadedBytes[], { context: name, parts }: Names, server: string): boolean {
  const context = homeOf(files, 'contexts', name)?.entries?.contexts.get(name)?.value;
  const cluster = context?.cluster;
  if (cluster === undefined) {
    return false;
  }
  const address = homeOf(files, 'clusters', cluster)?.entries?.clusters.get(cluster)?.value.server;
  return address === undefined ? cluster !== parts : address !== server;
}

/** Which of the three entries of a context go, and from which file. */
function leaving(files: readonly LoadedBytes[], { context: name, parts }: Names): ReadonlyMap<EntryKind, LoadedBytes> {
  const contexts = homeOf(files, 'contexts', name);
  const own = contexts?.entries?.contexts.get(name)?.value;
  // A context that was pointed elsewhere since is no longer the one that was added.
  const goes = own !== undefined && (own.cluster === undefined || own.cluster === parts);
  const staying = files
    .flatMap((file) => [...(usable(file)?.contexts.values() ?? [])])
    .map(({ value }) => value)
    .filter((context) => !(goes && context === own));
  const homes: readonly (readonly [EntryKind, LoadedBytes | undefined])[] = [
    ['clusters', staying.some(({ cluster }) => cluster === parts) ? undefined : homeOf(files, 'clusters', parts)],
    ['contexts', goes ? contexts : undefined],
    ['users', staying.some(({ user }) => user === parts) ? undefined : homeOf(files, 'users', parts)],
  ];
  return new Map(homes.flatMap(([kind, home]) => (home === undefined ? [] : [[kind, home] as const])));
}

/**
 * What removes a context with its cluster and user. Nothing goes where the cluster has another server than `server`; a
 * cluster or user that another context uses stays. Where the context was the current one, `restore` is again, if there is
 * such a context; else none is, which is better than one that does not exist.
 */
export function planRemove(
  files: readonly LoadedBytes[],
  name: string,
  { restore, server, parts = name }: RemoveChoice,
): RemovePlan {
  if (!isOurs(files, parts, server)) {
    return { restored: false, writes: [] };
  }
  const names: Names = { context: name, parts };
  const homes = leaving(files, names);
  const entries = files.flatMap((file) => usable(file) ?? []);
  const contexts = entries.flatMap((each) => [...each.contexts.keys()]);
  const isGone = homes.has('contexts') || !contexts.includes(name);
  const wasCurrent = isGone && mergedCurrentContext(entries) === name;
  const restored = wasCurrent && restore !== undefined && restore !== name && contexts.includes(restore);
  const writes = writesOf(
    files.filter((file) => usable(file) !== undefined),
    names,
    (file) => ({
      bodies: Object.fromEntries([...homes].filter(([, home]) => home === file).map(([kind]) => [kind, undefined])),
      currentContext: wasCurrent && file.entries?.currentContext === name ? (restored ? restore : '') : undefined,
    }),
  );
  return { restored, writes };
}
