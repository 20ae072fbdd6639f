import type { Disposable } from '../base/emitter.ts';
import { reviewAccess } from '../kube/accessReview.ts';
import type { KubeClient } from '../kube/client.ts';
import { reviewRules, ruleAllows } from '../kube/rulesReview.ts';
import { decisiveRights } from './denial.ts';
import { type Answers, deniedEverywhere, type Grants, nothingKnown, type Right, rightKey } from './grants.ts';

/** So many namespaces are asked about at once. */
const atOnce = 4;
/** And so many in all, however many are looked at: about the rest nothing is known. */
const mostNamespaces = 100;

export interface ReviewerOptions {
  readonly client: KubeClient;
  /** Gets the namespace that the news are about; undefined for the whole cluster. */
  readonly onChange: (namespace: string | undefined) => void;
  /** What was known before, which holds until there are answers. */
  readonly before?: Grants;
}

/**
 * Asks one API server what its user may do, each thing once. An administrator costs one request, anybody else one for each right;
 * only what is denied in the whole cluster is asked for in single namespaces, by their rules.
 */
export class Reviewer implements Disposable {
  readonly #options: ReviewerOptions;
  readonly #abort = new AbortController();
  readonly #looked = new Set<string>();
  readonly #waiting = new Set<string>();
  #grants: Grants;
  #isAsked = false;
  #isBusy = false;

  constructor(options: ReviewerOptions) {
    this.#options = options;
    this.#grants = options.before ?? nothingKnown;
  }

  get grants(): Grants {
    return this.#grants;
  }

  get isAsked(): boolean {
    return this.#isAsked;
  }

  /** Asks about the whole cluster, and about these namespaces. What has been asked is not asked again. */
  ask(namespaces: Iterable<string>): void {
    for (const namespace of namespaces) {
      if (!this.#looked.has(namespace) && this.#looked.size < mostNamespaces) {
        this.#looked.add(namespace);
        this.#waiting.add(namespace);
      }
    }
    if (!this.#isBusy && (!this.#isAsked || this.#waiting.size > 0)) {
      this.#isBusy = true;
      void this.#work();
    }
  }

  /** A namespace that nobody looks at any more, before its turn has come. */
  skip(namespace: string): void {
    if (this.#waiting.delete(namespace)) {
      this.#looked.delete(namespace);
    }
  }

  /** Never rejects, as no review does. */
  async #work(): Promise<void> {
    if (!this.#isAsked) {
      this.#isAsked = true;
      await this.#askCluster();
    }
    while (this.#waiting.size > 0 && !this.#abort.signal.aborted) {
      const next = [...this.#waiting].slice(0, atOnce);
      for (const namespace of next) {
        this.#waiting.delete(namespace);
      }
      await Promise.all(next.map((namespace) => this.#askNamespace(namespace)));
    }
    this.#isBusy = false;
  }

  async #askCluster(): Promise<void> {
    const everything = await this.#review({ verb: '*', group: '*', resource: '*' });
    // Where all is allowed, or nothing can be said, nothing is denied.
    const cluster: Answers = everything === false ? await this.#reviewAll(decisiveRights) : new Map();
    this.#tell({ ...this.#grants, cluster }, undefined);
  }

  async #askNamespace(namespace: string): Promise<void> {
    const open = deniedEverywhere(this.#grants, decisiveRights);
    if (open.length === 0) {
      return;
    }
    const answers = await this.#answersIn(namespace, open);
    this.#tell({ ...this.#grants, namespaces: new Map([...this.#grants.namespaces, [namespace, answers]]) }, namespace);
  }

  async #answersIn(namespace: string, rights: readonly Right[]): Promise<Answers> {
    const list = await reviewRules(this.#options.client, namespace, { signal: this.#abort.signal });
    if (list === undefined) {
      return new Map();
    }
    const isListed = (right: Right): boolean => list.rules.some((rule) => ruleAllows(rule, right));
    const unlisted = rights.filter((right) => !isListed(right));
    const rest: Answers = list.complete
      ? new Map(unlisted.map((right) => [rightKey(right), false]))
      : await this.#reviewAll(unlisted, namespace);
    return new Map([...rights.filter(isListed).map((right) => [rightKey(right), true] as const), ...rest]);
  }

  async #reviewAll(rights: readonly Right[], namespace?: string): Promise<Answers> {
    const answers = await Promise.all(
      rights.map(async (right) => [rightKey(right), await this.#review(right, namespace)] as const),
    );
    return new Map(answers.flatMap(([key, answer]) => (answer === undefined ? [] : [[key, answer] as const])));
  }

  async #review(right: Right, namespace?: string): Promise<boolean | undefined> {
    const permission = { ...right, ...(namespace === undefined ? {} : { namespace }) };
    const { state } = await reviewAccess(this.#options.client, permission, { signal: this.#abort.signal });
    return state === 'unknown' ? undefined : state === 'allowed';
  }

  #tell(grants: Grants, namespace: string | undefined): void {
    if (!this.#abort.signal.aborted) {
      this.#grants = grants;
      this.#options.onChange(namespace);
    }
  }

  dispose(): void {
    this.#abort.abort();
  }
}
