import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { outFolder } from '../../../scripts/folder.ts';
import { eventually } from './eventually.ts';
import type { Workbench } from './workbench.ts';

const shots = join(outFolder, 'screenshots');

/** What a question is answered with: a row, a text, or Enter for what it proposes. */
export type Answer = string | { readonly text: string } | undefined;

/** What a person does with commands and their questions, step by step. */
export class Person {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Answers the questions of a quick input, one after the other. */
  async answer(...answers: readonly Answer[]): Promise<void> {
    const { quickInput } = this.#workbench;
    for (const one of answers) {
      await quickInput.moving(async () => {
        if (typeof one === 'string') {
          await quickInput.pick(one);
          return;
        }
        if (one !== undefined) {
          await quickInput.type(one.text);
        }
        await quickInput.accept();
      });
    }
  }

  /** Runs a command from the palette, and picks the vcluster when asked which. */
  async runOn(name: string, command: string): Promise<void> {
    const { quickInput } = this.#workbench;
    await this.#workbench.run(`vCluster: ${command}`);
    await quickInput.waitForPlaceholder(/^A vcluster$/u);
    await quickInput.type(name);
    await quickInput.pick(name);
  }

  /** Types a path into the file dialog that is open, and takes it. */
  async chooseFile(path: string): Promise<void> {
    const { quickInput } = this.#workbench;
    await quickInput.waitForText(/^\//u);
    // It puts the path in that it proposes when it comes to it, over what was typed.
    await eventually(async () => {
      await quickInput.type(path);
      await sleep(500);
      assert.equal(await quickInput.text(), path);
    });
    await quickInput.accept();
    await quickInput.waitForClosed();
  }

  /** Takes the path that the file dialog proposes, once it matches. */
  async acceptFile(pattern: RegExp): Promise<void> {
    const { quickInput } = this.#workbench;
    await quickInput.waitForText(pattern);
    await quickInput.accept();
    await quickInput.waitForClosed();
  }

  /** Waits until a long operation says nothing any more: the tree shows what it did before its last step is done. */
  async settled(progress: RegExp): Promise<void> {
    await eventually(async () => {
      const texts = await this.#workbench.notifications.texts();
      assert.ok(!texts.some((text) => progress.test(text)), texts.join(' | '));
    }, 30_000);
  }

  /** Waits until the clipboard holds a text that matches, and gives it. */
  async copied(pattern: RegExp): Promise<string> {
    return eventually(async () => {
      const text = await this.#workbench.clipboard();
      assert.match(text, pattern);
      return text;
    });
  }

  /** Takes a picture for people to look at. */
  async picture(name: string): Promise<void> {
    await this.#workbench.screenshot(join(shots, `${name}.png`));
  }

  /** Takes a picture of what a test that failed left. */
  async pictureOf(test: { readonly state?: string | undefined; readonly title: string } | undefined): Promise<void> {
    if (test?.state === 'failed') {
      await this.picture(`failed-${test.title.replace(/\W+/gu, '-')}`);
    }
  }
}
