import * as vscode from 'vscode';
import type { EngineHandle } from '../engineHandle.ts';
import { NameHovers, TerminalNameLinks } from './nameLinks.ts';

/** Where names of synced objects are met. */
const selector: vscode.DocumentSelector = [
  { language: 'yaml' },
  { language: 'json' },
  { language: 'log' },
  { language: 'plaintext' },
  { scheme: 'output' },
];

/** Recognises names of synced objects in terminals and texts; asks nobody before a host is looked at. */
export class NameFeatures implements vscode.Disposable {
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(handle: EngineHandle) {
    this.#subscriptions = [
      vscode.window.registerTerminalLinkProvider(new TerminalNameLinks(handle)),
      vscode.languages.registerHoverProvider(selector, new NameHovers(handle)),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }
}
