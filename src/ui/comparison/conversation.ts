import type { Disposable } from '../../core/base/emitter.ts';
import type { Comparison } from '../../core/comparison/comparison.ts';
import type { HostMessage, PageMessage } from '../../core/comparison/contract.ts';
import { isHostMessage } from '../../core/comparison/guard.ts';
import { type ActionTools, act } from './action.ts';
import { detailOf, diagnosisOf, messageOf, valueAt } from './answers.ts';
import type { ComparedObject } from './comparedObject.ts';
import { rowOf } from './comparedObject.ts';
import { Fresh } from './fresh.ts';
import { Opening } from './opening.ts';

/** What the page cannot do by itself. */
export interface ConversationTools extends ActionTools {
  /** Opens the vcluster for reading. @throws an error for the user */
  readonly open: () => Promise<Comparison>;
  readonly post: (message: PageMessage) => void;
  readonly texts: () => Readonly<Record<string, string>>;
  /** Runs a command that the head offers. */
  readonly run: (command: string) => Promise<void>;
  /** Tells the user that something which they asked for failed. */
  readonly fail: (error: unknown) => void;
}

/** What is said between a page and the comparison that it shows. It holds the comparison while there is a page to tell. */
export class Conversation implements Disposable {
  readonly #tools: ConversationTools;
  readonly #detail: Fresh;
  #comparison: Comparison | undefined;
  #prepared: Promise<Comparison> | undefined;
  #subscriptions: readonly Disposable[] = [];
  readonly #opening = new Opening();
  /** Counts pages and pauses, so that what an earlier page asked for does not reach a later one. */
  #turn = 0;
  #wanted: ComparedObject | undefined;
  #selected: string | undefined;

  constructor(tools: ConversationTools) {
    this.#tools = tools;
    this.#detail = new Fresh((key) => this.#read((comparison) => detailOf(comparison, key)));
  }

  /** Begins to read while the page is still being loaded. */
  prepare(): void {
    this.#prepared = this.#tools.open();
    // Why it failed is said to the page, once that asks.
    this.#prepared.catch(() => undefined);
  }

  /** Goes to an object as soon as the page has it in its list. */
  show(wanted: ComparedObject): void {
    this.#wanted = wanted;
    this.#goToWanted();
  }

  /** Takes in what the page says; anything that is not a message of the contract is let go. */
  receive(message: unknown): void {
    if (isHostMessage(message)) {
      void this.#answer(message).catch((error: unknown) => this.#tools.fail(error));
    }
  }

  /** Lets go of everything that is read until a page asks again. */
  pause(): void {
    this.#turn += 1;
    void this.#prepared?.then(
      (comparison) => comparison.dispose(),
      () => undefined,
    );
    this.#prepared = undefined;
    this.#opening.cancel();
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#subscriptions = [];
    this.#comparison?.dispose();
    this.#comparison = undefined;
  }

  dispose(): void {
    this.pause();
  }

  async #answer(message: HostMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#start(message.inside);
      case 'select':
        this.#selected = message.key;
        return this.#detail.ask(message.key);
      case 'diagnose':
        return this.#read((comparison) => diagnosisOf(comparison, message.key));
      case 'reveal':
        return this.#read((comparison) => valueAt(comparison, message.place));
      case 'openInside':
        return this.#openInside();
      case 'cancelOpening':
        this.#opening.cancel();
        return;
      case 'fix':
        return this.#fix();
      default:
        return this.#comparison && act(this.#comparison, message, this.#tools);
    }
  }

  async #start(inside: boolean): Promise<void> {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    this.pause();
    const turn = this.#turn;
    try {
      const comparison = await (prepared ?? this.#tools.open());
      if (turn !== this.#turn) {
        comparison.dispose();
        return;
      }
      this.#listen(comparison);
      const { head, rows } = comparison;
      this.#tools.post({ type: 'start', head, rows, texts: this.#tools.texts() });
      this.#goToWanted();
      if (inside && head.virtual.state === 'closed') {
        await this.#openInside();
      }
    } catch (error) {
      this.#tell(turn, { type: 'failed', message: messageOf(error) });
    }
  }

  #listen(comparison: Comparison): void {
    const { post } = this.#tools;
    let { state } = comparison.head.virtual;
    this.#comparison = comparison;
    this.#subscriptions = [
      comparison.onDidChangeHead((head) => {
        post({ type: 'head', head });
        // What is chosen has another side now, or one less.
        if (state !== head.virtual.state && [state, head.virtual.state].includes('live')) {
          this.#readAgain();
        }
        state = head.virtual.state;
      }),
      comparison.onDidChangeRows(({ changed, removed }) => {
        post({ type: 'rows', changed, removed });
        this.#goToWanted();
      }),
      comparison.onDidChangeDetail((key) => {
        if (key === this.#selected) {
          this.#readAgain();
        }
      }),
    ];
  }

  #readAgain(): void {
    if (this.#selected !== undefined) {
      void this.#detail.ask(this.#selected);
    }
  }

  #goToWanted(): void {
    const row = this.#wanted === undefined ? undefined : rowOf(this.#comparison?.rows ?? [], this.#wanted);
    if (row !== undefined) {
      this.#wanted = undefined;
      this.#tools.post({ type: 'select', key: row.key });
    }
  }

  /** Tells what was read, if the page that asked is still the one that is there. */
  async #read(read: (comparison: Comparison) => Promise<PageMessage>): Promise<void> {
    const turn = this.#turn;
    if (this.#comparison !== undefined) {
      this.#tell(turn, await read(this.#comparison));
    }
  }

  async #openInside(): Promise<void> {
    const comparison = this.#comparison;
    const turn = this.#turn;
    if (comparison !== undefined) {
      await this.#opening.open(comparison, (error) => {
        const virtual = { state: 'failed', message: messageOf(error) } as const;
        this.#tell(turn, { type: 'head', head: { ...comparison.head, virtual } });
      });
    }
  }

  async #fix(): Promise<void> {
    const virtual = this.#comparison?.head.virtual;
    if (virtual?.state === 'failed' && virtual.fix?.startsWith('vcluster.') === true) {
      await this.#tools.run(virtual.fix);
    }
  }

  /** Says something to the page that asked, if it is still the one that is there. */
  #tell(turn: number, message: PageMessage): void {
    if (turn === this.#turn) {
      this.#tools.post(message);
    }
  }
}
