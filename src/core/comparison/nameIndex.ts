import type { Log } from '../base/log.ts';
import { hostOf } from '../connection/vclusterLookup.ts';
import type { Hosts } from '../host/hosts.ts';
import { listVClusters } from '../host/listing.ts';
import { marks } from '../vcluster/marks.ts';
import { type BuiltInKind, comparedResource } from './comparedKind.ts';
import { readConfiguration } from './configuration.ts';
import { listSome, present } from './hostList.ts';
import { KnownNames } from './knownNames.ts';
import { NameLists } from './nameLists.ts';
import type { NameMatch } from './nameMatch.ts';
import { nameMatch, pairingOf } from './nameMatcher.ts';
import { searchNames } from './nameSearch.ts';

export interface NameIndexTools {
  readonly hosts: Hosts;
  /** The contexts of host clusters. */
  readonly contexts: () => readonly string[];
  readonly log: Log;
  readonly now?: () => number;
}

/** Names that are looked up of one text, each of which costs a request for each kind. */
const mostTokens = 5;
/** Names that are proposed for one that is not whole. */
const mostProposed = 50;
/** What names look like that a syncer made, so that not every word of a text is asked for. */
const rewritten = /-x-|-[0-9a-f]{10}(?:\.|$)/u;

/**
 * From the names on hosts to the objects inside, and back. It watches nothing: it asks when it is asked, at most once a minute for the
 * names that are marked in texts, and only hosts that somebody looks at.
 */
export class NameIndex {
  readonly #tools: NameIndexTools;
  readonly #lists: NameLists;
  /** What was put together last, as lines of a terminal ask often. */
  #joined: { readonly of: readonly KnownNames[]; readonly names: KnownNames } = { of: [], names: new KnownNames() };

  constructor(tools: NameIndexTools) {
    this.#tools = tools;
    this.#lists = new NameLists(tools);
  }

  /** What is known at once, of one host or of all. Where it is old, it is listed again for the next time. */
  knownNames(context?: string): KnownNames {
    const contexts = this.#held(context);
    for (const one of contexts) {
      this.#lists.refresh(one);
    }
    const found = contexts.flatMap((one) => this.#lists.names(one) ?? []);
    const { of } = this.#joined;
    if (found.length !== of.length || found.some((one, at) => one !== of[at])) {
      this.#joined = { of: found, names: new KnownNames(found.flatMap((names) => [...names.all])) };
    }
    return this.#joined.names;
  }

  /** The same once it has been listed. @throws KubeError */
  async loadNames(context?: string): Promise<KnownNames> {
    await Promise.all(this.#held(context).map((one) => this.#lists.load(one)));
    return this.knownNames(context);
  }

  /**
   * The objects behind a name on a host, hashed or not, or behind all names in a text. Hosts that somebody looks at are asked, for objects
   * of exactly that name; where there is none, a part of a name gives those that are known with it.
   * @throws KubeError where no host could be asked
   */
  async findVirtual(text: string, context?: string): Promise<readonly NameMatch[]> {
    const all = [...new Set(text.match(/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?/gu) ?? [])].filter(({ length }) => length > 2);
    const tokens = (all.length === 1 ? all : all.filter((token) => rewritten.test(token))).slice(0, mostTokens);
    const contexts = this.#held(context);
    const searches = contexts.map((one) => searchNames(this.#tools.hosts, one, tokens));
    const results = await Promise.allSettled(searches);
    const found = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined && results.every(({ status }) => status === 'rejected')) {
      throw failed.reason;
    }
    const [only, ...others] = all;
    return found.length === 0 && only !== undefined && others.length === 0 ? this.#containing(only, context) : found;
  }

  /** Known names with a text in them, as while one is typed. */
  #containing(text: string, context: string | undefined): readonly NameMatch[] {
    const found: NameMatch[] = [];
    for (const match of this.knownNames(context).all) {
      if (found.length < mostProposed && (match.hostName.includes(text) || match.virtualName.includes(text))) {
        found.push(match);
      }
    }
    return found;
  }

  /**
   * Where an object of a vcluster is on its host, by the name that the rules give, else by the annotations there; undefined where it is not.
   * @throws KubeError, OperationError
   */
  async findHost(
    vclusterId: string,
    kind: BuiltInKind,
    namespace: string | undefined,
    name: string,
    signal: AbortSignal = AbortSignal.timeout(30_000),
  ): Promise<NameMatch | undefined> {
    const { host } = hostOf(this.#tools.hosts, vclusterId);
    const vcluster = (await listVClusters(this.#tools.hosts, host.context)).find(({ id }) => id === vclusterId);
    if (vcluster === undefined) {
      return undefined;
    }
    const isIt = (match: NameMatch | undefined): boolean =>
      match?.virtualName === name && match.virtualNamespace === namespace;
    const type = comparedResource(kind);
    const { options } = await readConfiguration(host.client, vcluster, signal);
    const pairing = pairingOf(vcluster, options);
    const inside = { kind: type.kind, name, ...(namespace === undefined ? {} : { namespace }) };
    const [, hostNamespace, hostName] = pairing.hostKey(inside)?.split('/') ?? [];
    if (hostName !== undefined) {
      const found = await present(host.client, type, hostNamespace || undefined, hostName);
      const match = found && nameMatch(kind, found, vcluster, pairing);
      if (isIt(match)) {
        return match;
      }
    }
    const where = type.namespaced ? vcluster.namespace : undefined;
    let other: NameMatch | undefined;
    const labelSelector = type.namespaced
      ? `${marks.managedBy}=${vcluster.name},${marks.virtualNamespace}=${namespace}`
      : marks.managedBy;
    await listSome(host.client, kind, where, { labelSelector }, (object) => {
      const match = nameMatch(kind, object, vcluster, pairing);
      other = isIt(match) ? match : other;
    });
    return other;
  }

  /** The contexts that are asked: those that somebody looks at. */
  #held(context: string | undefined): readonly string[] {
    const contexts = context === undefined ? this.#tools.contexts() : [context];
    return contexts.filter((one) => (this.#tools.hosts.find(one)?.view.freshness.state ?? 'idle') !== 'idle');
  }
}
