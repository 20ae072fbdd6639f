import * as l10n from '@vscode/l10n';
import { abortable } from '../kube/deadline.ts';
import { KubeError } from '../kube/error.ts';

interface Attempt<T> {
  readonly work: Promise<T>;
  readonly giveUp: () => void;
}

/** Work that is under way, at most one for each id: who asks while it lasts joins it. */
export class Attempts<T> {
  readonly #underway = new Map<string, Attempt<T>>();

  get ids(): readonly string[] {
    return [...this.#underway.keys()];
  }

  has(id: string): boolean {
    return this.#underway.has(id);
  }

  /** Begins the work with a signal that ends it, or joins what is under way: who joins can leave without ending it. */
  async join(id: string, signal: AbortSignal, begin: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const underway = this.#underway.get(id);
    if (underway !== undefined) {
      try {
        return await abortable(underway.work, signal);
      } catch (error) {
        throw signal.aborted ? new KubeError('cancelled', l10n.t('Cancelled.')) : error;
      }
    }
    const given = new AbortController();
    const work = begin(AbortSignal.any([signal, given.signal]));
    this.#underway.set(id, { work, giveUp: () => given.abort() });
    try {
      return await work;
    } finally {
      this.#underway.delete(id);
    }
  }

  /** Gives up what is under way, and resolves once it has ended, however that was. */
  async giveUp(id: string): Promise<void> {
    const underway = this.#underway.get(id);
    underway?.giveUp();
    await underway?.work.catch(() => undefined);
  }
}
