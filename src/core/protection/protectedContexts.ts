import * as l10n from '@vscode/l10n';
import { type Disposable, Emitter } from '../base/emitter.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import { type Clock, systemClock } from '../kube/clock.ts';
import { globMatches } from './glob.ts';

/** For how long a context is unlocked when nothing else is said, in milliseconds. */
export const unlockMs = 15 * 60_000;
const longestMs = 24 * 3_600_000;

export interface ProtectedContextsOptions {
  /**
   * What the user set; asked for each time. Whole names of contexts, with `*` for any characters and `?` for one. What is no text or
   * is empty protects nothing.
   */
  readonly patterns: () => readonly string[];
  readonly clock?: Clock;
}

/**
 * The contexts in which nothing is changed until the user unlocks them for a while. Unlocking is forgotten with the window. A timer
 * runs only while something is unlocked.
 */
export class ProtectedContexts implements Disposable {
  readonly #patterns: () => readonly unknown[];
  readonly #clock: Clock;
  readonly #changed = new Emitter<void>();
  /** Until when, in milliseconds since the epoch. */
  readonly #unlocked = new Map<string, number>();
  #timer: Disposable | undefined;

  /** Fires when a context may have been locked or unlocked. */
  readonly onDidChange = this.#changed.event;

  constructor({ patterns, clock = systemClock }: ProtectedContextsOptions) {
    this.#patterns = patterns;
    this.#clock = clock;
  }

  /** Tells the listeners that the setting is another now. */
  refresh(): void {
    this.#changed.fire();
  }

  /** Whether a pattern names it, unlocked or not. */
  isProtected(context: string): boolean {
    return this.#patterns().some(
      (pattern) => typeof pattern === 'string' && pattern !== '' && globMatches(pattern, context),
    );
  }

  /** Whether nothing may be changed there now: it is protected and not unlocked. */
  isLocked(context: string): boolean {
    return this.isProtected(context) && this.unlockedUntil(context) === undefined;
  }

  /** Whether it is protected, but may be changed for now. */
  isUnlocked(context: string): boolean {
    return this.isProtected(context) && this.unlockedUntil(context) !== undefined;
  }

  /** Until when a context is unlocked, in milliseconds since the epoch; undefined when it is not. */
  unlockedUntil(context: string): number | undefined {
    const until = this.#unlocked.get(context) ?? 0;
    return until > this.#clock.now() ? until : undefined;
  }

  /** Unlocks a context for `ms` milliseconds, at most a day. Nothing happens for one that no pattern names. */
  unlock(context: string, ms: number = unlockMs): void {
    if (this.isProtected(context) && ms > 0) {
      this.#unlocked.set(context, this.#clock.now() + Math.min(ms, longestMs));
      this.#schedule();
      this.#changed.fire();
    }
  }

  /** Protects it again before its time. */
  lock(context: string): void {
    if (this.#unlocked.delete(context)) {
      this.#schedule();
      this.#changed.fire();
    }
  }

  /** @throws OperationError `protected` for a context that is locked */
  check(context: string): void {
    if (this.isLocked(context)) {
      throw new OperationError(
        'protected',
        l10n.t('The context {0} is protected, so nothing is changed there. Unlock it first.', printable(context, 200)),
      );
    }
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#unlocked.clear();
    this.#changed.dispose();
  }

  /** Sets the timer for the first that is locked again. */
  #schedule(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#unlocked.size > 0) {
      const first = Math.min(...this.#unlocked.values());
      this.#timer = this.#clock.after(Math.max(0, first - this.#clock.now()), () => this.#expire());
    }
  }

  #expire(): void {
    const now = this.#clock.now();
    const over = [...this.#unlocked].filter(([, until]) => until <= now);
    for (const [context] of over) {
      this.#unlocked.delete(context);
    }
    this.#schedule();
    if (over.length > 0) {
      this.#changed.fire();
    }
  }
}

/** Whether what a user typed to confirm a destructive command is the name; spaces around it do not matter. */
export function nameMatches(typed: string, name: string): boolean {
  return name !== '' && typed.trim() === name;
}
