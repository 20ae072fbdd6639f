import type { Log } from '../base/log.ts';
import { printable } from '../base/text.ts';
import { hostAt } from '../connection/vclusterLookup.ts';
import type { Hosts } from '../host/hosts.ts';
import { listVClusters } from '../host/listing.ts';
import { KubeError } from '../kube/error.ts';
import type { KubeObject } from '../kube/resource.ts';
import { marks } from '../vcluster/marks.ts';
import type { BuiltInKind } from './comparedKind.ts';
import { Enough, listSome, namespacesOf } from './hostList.ts';
import { KnownNames } from './knownNames.ts';
import type { NameMatch } from './nameMatch.ts';
import { NameMatcher } from './nameMatcher.ts';

export interface NameListTools {
  readonly hosts: Hosts;
  readonly log: Log;
  readonly now?: () => number;
}

/** Names of what people meet in logs and terminals. */
const namedKinds: readonly BuiltInKind[] = [
  'pods',
  'services',
  'ingresses',
  'configmaps',
  'secrets',
  'persistentvolumeclaims',
];
/** More than this of one host are not kept; then names beyond are not marked, and can still be looked up. */
const mostNames = 20_000;
/** How long what was listed counts as good, and how long a host is left alone that could not be asked, in milliseconds. */
const freshMs = 60_000;

interface Snapshot {
  /** When it was asked for last. */
  readonly at: number;
  readonly hasFailed: boolean;
  readonly names?: KnownNames;
}

/** The names of the synced objects of each host, listed on request and kept for a while. It watches nothing. */
export class NameLists {
  readonly #tools: NameListTools;
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #loading = new Map<string, Promise<void>>();

  constructor(tools: NameListTools) {
    this.#tools = tools;
  }

  /** What was listed last; undefined before anything was. */
  names(context: string): KnownNames | undefined {
    return this.#snapshots.get(context)?.names;
  }

  /** Lists again where what is known is old, for the next time. A host that could not be asked is left alone for a while. */
  refresh(context: string): void {
    if (!this.#isFresh(context)) {
      this.load(context).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        this.#tools.log.debug(`The names of ${printable(context)} cannot be listed: ${printable(why)}`);
      });
    }
  }

  /** Lists where what is known is old or could not be listed. @throws KubeError */
  load(context: string): Promise<void> {
    if (this.#isFresh(context) && this.#snapshots.get(context)?.hasFailed === false) {
      return Promise.resolve();
    }
    const underway = this.#loading.get(context);
    if (underway !== undefined) {
      return underway;
    }
    const loading = this.#load(context).finally(() => this.#loading.delete(context));
    this.#loading.set(context, loading);
    return loading;
  }

  #isFresh(context: string): boolean {
    const at = this.#snapshots.get(context)?.at;
    return at !== undefined && this.#now() - at < freshMs;
  }

  #now(): number {
    return (this.#tools.now ?? Date.now)();
  }

  async #load(context: string): Promise<void> {
    const at = this.#now();
    try {
      this.#snapshots.set(context, { at, hasFailed: false, names: await this.#list(context) });
    } catch (error) {
      const names = this.names(context);
      this.#snapshots.set(context, { at, hasFailed: true, ...(names === undefined ? {} : { names }) });
      throw error;
    }
  }

  async #list(context: string): Promise<KnownNames> {
    const vclusters = await listVClusters(this.#tools.hosts, context);
    const host = hostAt(this.#tools.hosts, context);
    const matcher = new NameMatcher(vclusters);
    const found: NameMatch[] = [];
    for (const kind of namedKinds) {
      const take = (object: KubeObject): void => {
        const match = matcher.match(kind, object);
        if (match !== undefined && found.push(match) >= mostNames) {
          throw new Enough();
        }
      };
      for (const namespace of found.length < mostNames ? namespacesOf(host, vclusters) : []) {
        await listSome(host.client, kind, namespace, { labelSelector: marks.managedBy }, take).catch(hideNothingElse);
      }
    }
    return new KnownNames(found);
  }
}

/** Kinds that may not be listed, or that the host does not have, hide nothing but themselves. */
function hideNothingElse(error: unknown): void {
  if (!KubeError.is(error, 'forbidden', 'notFound')) {
    throw error;
  }
}
