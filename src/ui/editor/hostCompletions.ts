import * as vscode from 'vscode';
import { printable } from '../../core/base/text.ts';
import type { OfferKind } from '../../core/config/offers/offer.ts';
import type { ConfigService } from '../../core/config/worker/configService.ts';
import { parseVClusterId } from '../../core/vcluster/id.ts';
import type { EngineHandle } from '../engineHandle.ts';
import { valuesScheme } from '../upgrade/valuesDocuments.ts';
import type { ConfigFiles } from './configFiles.ts';

/** Larger files are not parsed while somebody types. */
const maxLength = 200_000;

const kinds: Readonly<Record<OfferKind, vscode.CompletionItemKind>> = {
  services: vscode.CompletionItemKind.Reference,
  storageClasses: vscode.CompletionItemKind.Value,
  ingressClasses: vscode.CompletionItemKind.Value,
  nodeLabels: vscode.CompletionItemKind.Property,
  nodeSelector: vscode.CompletionItemKind.Value,
  namespaces: vscode.CompletionItemKind.Property,
  namespaceNames: vscode.CompletionItemKind.Value,
};

/** Offers what the host cluster has, where values name it. Only a host that somebody has opened already is asked. */
export class HostCompletions implements vscode.CompletionItemProvider {
  readonly #files: ConfigFiles;
  readonly #service: ConfigService;
  readonly #handle: EngineHandle;

  constructor(files: ConfigFiles, service: ConfigService, handle: EngineHandle) {
    this.#files = files;
    this.#service = service;
    this.#handle = handle;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[]> {
    const engine = this.#handle.current;
    const file = this.#files.find(document);
    const text = document.getText();
    if (!vscode.workspace.isTrusted || engine === undefined || file === undefined || text.length > maxLength) {
      return [];
    }
    const { line, character } = position;
    const offer = await this.#service.ask('offer', {
      look: { ...file.request, text },
      place: { line, character },
      form: file.look.form,
    });
    const deployed = document.uri.scheme === valuesScheme ? parseVClusterId(document.uri.query)?.context : undefined;
    const context = deployed ?? engine.currentHost;
    if (offer === undefined || context === undefined) {
      return [];
    }
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    const offers = await engine.hostOffers(context, offer.kind, controller.signal);
    subscription.dispose();
    const range = new vscode.Range(position.translate(0, -offer.typed.length), position);
    return offers.map(({ text: offered, detail }) => {
      const item = new vscode.CompletionItem(printable(offered, 200), kinds[offer.kind]);
      item.range = range;
      item.sortText = `0${offered}`;
      item.detail = detail ?? printable(context, 100);
      return item;
    });
  }
}
