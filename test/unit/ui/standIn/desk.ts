import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/** Something that the extension asked or told the user. */
export interface Question {
  readonly kind: 'error' | 'warning' | 'information' | 'pick' | 'input';
  /** The message, or the title of an input. */
  readonly text: string;
  /** The buttons, or the rows. */
  readonly choices: readonly string[];
  /** What stands below: the detail of a modal one, the prompt of an input. */
  readonly detail: string;
}

/** The button, the rows or the text that a person answers with; nothing to close it. */
export type Reply = string | readonly string[] | undefined;

interface Planned {
  readonly pattern: RegExp;
  readonly reply: Reply;
}

/** Who sits before the stand-in of VS Code: answers as a test has planned it, and remembers what was asked. */
export class Desk {
  readonly asked: Question[] = [];
  /** What long operations reported. */
  readonly phases: string[] = [];
  /** Commands that were called, with their arguments. */
  readonly executed: { readonly id: string; readonly given: readonly unknown[] }[] = [];
  readonly commands = new Map<string, (...given: readonly unknown[]) => unknown>();
  isTrusted = true;
  clipboard = '';
  /** The phase, or the title, of an operation that is to be cancelled. */
  cancelAt: RegExp | undefined;
  #planned: readonly Planned[] = [];

  reset(): void {
    this.asked.length = 0;
    this.phases.length = 0;
    this.executed.length = 0;
    this.commands.clear();
    this.isTrusted = true;
    this.clipboard = '';
    this.cancelAt = undefined;
    this.#planned = [];
  }

  /** Plans the answer to the next question that fits; whatever nothing is planned for is closed. */
  plan(pattern: RegExp, reply: Reply): void {
    this.#planned = [...this.#planned, { pattern, reply }];
  }

  /** Asks, and gives what was planned. */
  ask(question: Question): Reply {
    this.asked.push(question);
    const found = this.#planned.find(({ pattern }) => pattern.test(question.text));
    this.#planned = this.#planned.filter((one) => one !== found);
    return found?.reply;
  }

  /** The question that fits, once it was asked. */
  async question(pattern: RegExp): Promise<Question> {
    const until = Date.now() + 5000;
    for (;;) {
      const found = this.asked.findLast(({ text }) => pattern.test(text));
      if (found !== undefined) {
        return found;
      }
      assert.ok(Date.now() < until, `Nothing like ${pattern} was asked, but ${JSON.stringify(this.asked)}`);
      await sleep(5);
    }
  }
}

/** The one that the stand-in talks to. */
export const desk = new Desk();
