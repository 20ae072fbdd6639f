import * as vscode from 'vscode';
import type { Suggestion } from '../../core/config/offers/suggestion.ts';
import type { ConfigService } from '../../core/config/worker/configService.ts';
import type { PlaceRequest } from '../../core/config/worker/configTask.ts';
import type { ConfigFiles } from './configFiles.ts';

/** Larger files are not parsed while somebody types. */
const maxLength = 200_000;

const kinds: Readonly<Record<Suggestion['kind'], vscode.CompletionItemKind>> = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  block: vscode.CompletionItemKind.Snippet,
};

/**
 * Completion and hover for values that another object carries, such as an Application of Argo CD. YAML servers have one schema for a
 * file, and the rest of such a file is not ours.
 */
export class CarriedValues implements vscode.CompletionItemProvider, vscode.HoverProvider {
  readonly #files: ConfigFiles;
  readonly #service: ConfigService;

  constructor(files: ConfigFiles, service: ConfigService) {
    this.#files = files;
    this.#service = service;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[]> {
    const request = await this.#request(document, position);
    if (request === undefined || token.isCancellationRequested) {
      return [];
    }
    const { typed, items } = await this.#service.ask('suggest', request);
    const line = document.lineAt(position.line).text;
    const [after = ''] = /^[\w./-]*/u.exec(line.slice(position.character)) ?? [];
    const start = position.translate(0, -typed.length);
    const ranges = {
      inserting: new vscode.Range(start, position),
      replacing: new vscode.Range(start, position.translate(0, after.length)),
    };
    // Of a key that has its colon, the name alone is exchanged.
    const isWhole = line.slice(position.character + after.length).startsWith(':');
    return items
      .filter(({ kind }) => !isWhole || kind === 'key')
      .map((suggestion, index) => itemOf(suggestion, ranges, isWhole, index));
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const request = await this.#request(document, position);
    const meaning = request && (await this.#service.ask('meaning', request));
    if (meaning === undefined) {
      return undefined;
    }
    const { line, character, endLine, endCharacter } = meaning.range;
    return new vscode.Hover(
      new vscode.MarkdownString(meaning.text),
      new vscode.Range(line, character, endLine, endCharacter),
    );
  }

  /** Undefined for files that are values themselves, which a YAML server serves, and for what has nothing to do with vclusters. */
  async #request(
    document: vscode.TextDocument,
    { line, character }: vscode.Position,
  ): Promise<PlaceRequest | undefined> {
    const isServed = this.#files.find(document)?.look.form === 'values';
    if (isServed || document.getText().length > maxLength) {
      return undefined;
    }
    const look = await this.#files.request(document);
    return look && { look, place: { line, character } };
  }
}

function itemOf(
  { kind, label, detail, snippet, documentation }: Suggestion,
  { inserting, replacing }: { readonly inserting: vscode.Range; readonly replacing: vscode.Range },
  isWhole: boolean,
  index: number,
): vscode.CompletionItem {
  const description = detail === undefined ? {} : { description: detail };
  const item = new vscode.CompletionItem({ label, ...description }, kinds[kind]);
  item.documentation = new vscode.MarkdownString(documentation);
  item.insertText = isWhole ? label : new vscode.SnippetString(snippet);
  item.range = isWhole ? replacing : { inserting, replacing };
  item.sortText = `1${String(index).padStart(4, '0')}`;
  return item;
}
