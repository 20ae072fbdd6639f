import * as vscode from 'vscode';
import type { Engine } from './core/engine.ts';
import type { ExtensionExports } from './ui/api.ts';
import { ApiProvider } from './ui/apiProvider.ts';
import { registerCommands } from './ui/commands/register.ts';
import { commandTable } from './ui/commands/table.ts';
import { ObjectDocuments, objectScheme } from './ui/documents/objectDocuments.ts';
import { PodLogs } from './ui/documents/podLogs.ts';
import { EngineHandle } from './ui/engineHandle.ts';
import { FreshnessDecorations } from './ui/explorer/decorations.ts';
import { ExplorerProvider } from './ui/explorer/provider.ts';
import { ExplorerView } from './ui/explorer/view.ts';
import { OutputLog } from './ui/outputLog.ts';
import { PlaygroundControl } from './ui/playground.ts';
import { Settings } from './ui/settings.ts';
import { ContextStatusItem } from './ui/statusBar.ts';

/** Builds the objects of the extension and hands them to one another. Nothing is read and nobody is contacted yet. */
export function activate(context: vscode.ExtensionContext): ExtensionExports {
  const channel = vscode.window.createOutputChannel('vCluster', { log: true });
  const log = new OutputLog(channel);
  const settings = new Settings();
  const handle = new EngineHandle(() => loadEngine());
  const playground = new PlaygroundControl(
    handle,
    context.globalStorageUri,
    log,
    () => import('./core/playground/playground.ts'),
  );
  const provider = new ExplorerProvider(handle);
  const view = new ExplorerView(handle, provider, settings);
  const documents = new ObjectDocuments(handle);
  const logs = new PodLogs();
  const api = new ApiProvider(handle);

  async function loadEngine(): Promise<Engine> {
    const { createEngine } = await import('./core/engine.ts');
    return createEngine({
      log,
      env: process.env,
      kubeconfig: () => settings.kubeconfig,
      ownKubeconfigs: () => playground.kubeconfigs,
      namespaces: (name) => settings.namespaces(name),
      pluginTimeoutMs: () => settings.pluginTimeoutMs,
      translations: vscode.l10n.bundle,
    });
  }

  context.subscriptions.push(
    channel,
    handle,
    playground,
    provider,
    view,
    documents,
    logs,
    api,
    new ContextStatusItem(handle),
    vscode.window.registerFileDecorationProvider(new FreshnessDecorations()),
    vscode.workspace.registerTextDocumentContentProvider(objectScheme, documents),
    vscode.workspace.onDidGrantWorkspaceTrust(() => handle.reset()),
    settings.onDidChange(() => void handle.current?.settingsChanged()),
    registerCommands(commandTable({ handle, view, settings, documents, logs, playground, log }), log),
  );
  return api;
}
