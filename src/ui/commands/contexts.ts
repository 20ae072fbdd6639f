import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import { plainLabel } from '../label.ts';
import type { Settings } from '../settings.ts';
import { targetNode } from './target.ts';

function without(names: readonly string[], name: string): readonly string[] {
  return names.filter((other) => other !== name);
}

/** What the user does to the list of contexts: pins, hides and shows them again. All of it lives in the settings. */
export class ContextCommands {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  async pin(engine: Engine, target: unknown): Promise<void> {
    const { name } = targetNode(engine.explorer, target, undefined);
    await this.#settings.set('contexts.pinned', [...without(this.#settings.pinned, name), name]);
  }

  async unpin(engine: Engine, target: unknown): Promise<void> {
    const { name } = targetNode(engine.explorer, target, undefined);
    await this.#settings.set('contexts.pinned', without(this.#settings.pinned, name));
  }

  async hide(engine: Engine, target: unknown): Promise<void> {
    const { name } = targetNode(engine.explorer, target, undefined);
    await this.#settings.set('contexts.hidden', [...without(this.#settings.hidden, name), name]);
  }

  async showHidden(): Promise<void> {
    const picked = await vscode.window.showQuickPick(
      this.#settings.hidden.map((name) => ({ label: plainLabel(name), name, picked: true })),
      { title: vscode.l10n.t('Show Hidden Contexts'), canPickMany: true },
    );
    if (picked !== undefined) {
      const shown = new Set(picked.map(({ name }) => name));
      await this.#settings.set(
        'contexts.hidden',
        this.#settings.hidden.filter((name) => !shown.has(name)),
      );
    }
  }
}
