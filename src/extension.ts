import * as vscode from 'vscode';
import type { Engine } from './core/engine.ts';
import type { Rewriting } from './core/rewriting.ts';
import type { ExtensionExports } from './ui/api.ts';
import { ApiProvider } from './ui/apiProvider.ts';
import { registerCommands } from './ui/commands/register.ts';
import { commandTable } from './ui/commands/table.ts';
import { PageFiles } from './ui/comparison/pageFiles.ts';
import { ComparisonPanels, comparisonViewType } from './ui/comparison/panels.ts';
import { SideDocuments, sideScheme } from './ui/comparison/sideDocuments.ts';
import { ConnectionsView } from './ui/connections/connectionsView.ts';
import { MissingContexts } from './ui/connections/missingContexts.ts';
import { ObjectDocuments, objectScheme } from './ui/documents/objectDocuments.ts';
import { PodLogs } from './ui/documents/podLogs.ts';
import { ConfigEditor } from './ui/editor/configEditor.ts';
import { EngineHandle } from './ui/engineHandle.ts';
import { FreshnessDecorations } from './ui/explorer/decorations.ts';
import { ExplorerProvider } from './ui/explorer/provider.ts';
import { ExplorerView } from './ui/explorer/view.ts';
import { NameFeatures } from './ui/names/nameFeatures.ts';
import { OutputLog } from './ui/outputLog.ts';
import { PlaygroundControl } from './ui/playground.ts';
import { PreviewCommands } from './ui/preview/previewCommands.ts';
import { Settings } from './ui/settings.ts';
import { ContextStatusItem } from './ui/statusBar.ts';
import { UpgradeCommands } from './ui/upgrade/upgrade.ts';
import { DiffDocuments, diffScheme, ValuesFileSystem, valuesScheme } from './ui/upgrade/valuesDocuments.ts';

// VS Code waits for what `deactivate` gives and for no disposable, and taking connections back takes a moment.
let closing: (() => Promise<void>) | undefined;

/** Takes back what connections have added to kubeconfigs. */
export async function deactivate(): Promise<void> {
  await closing?.();
}

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
  const diffs = new DiffDocuments();
  const valuesFiles = new ValuesFileSystem(handle);
  const upgrades = new UpgradeCommands(diffs, valuesFiles);
  const previews = new PreviewCommands();
  const editor = new ConfigEditor({
    handle,
    settings,
    log,
    dist: context.asAbsolutePath('dist'),
    texts: context.asAbsolutePath('l10n'),
    loadClient: () => import('./ui/editor/yamlClient.ts'),
  });
  const api = new ApiProvider(handle, loadRewriting, editor.service);

  const sides = new SideDocuments(documents);
  const comparisons = new ComparisonPanels({ handle, sides, log, files: new PageFiles(context.extensionUri) });

  closing = async () => handle.current?.close();

  async function loadEngine(): Promise<Engine> {
    const { createEngine } = await import('./core/engine.ts');
    return createEngine({
      log,
      env: process.env,
      kubeconfig: () => settings.kubeconfig,
      ownKubeconfigs: () => playground.kubeconfigs,
      namespaces: (name) => settings.namespaces(name),
      pluginTimeoutMs: () => settings.pluginTimeoutMs,
      connectMode: () => settings.connectMode,
      protectedContexts: () => settings.protectedContexts,
      toolPath: (tool) => settings.toolPath(tool),
      workspaceFolders: () => vscode.workspace.workspaceFolders?.map(({ uri }) => uri.fsPath) ?? [],
      storageFolder: context.globalStorageUri.fsPath,
      translations: vscode.l10n.bundle,
    });
  }

  /** An API that answers at once cannot wait for `import()`. */
  function loadRewriting(): Rewriting {
    const { createRewriting } = require('./core/rewriting.ts') as typeof import('./core/rewriting.ts');
    return createRewriting(vscode.l10n.bundle);
  }

  context.subscriptions.push(
    channel,
    handle,
    playground,
    provider,
    view,
    new ConnectionsView(handle),
    new MissingContexts(handle),
    documents,
    logs,
    api,
    new ContextStatusItem(handle),
    vscode.window.registerFileDecorationProvider(new FreshnessDecorations()),
    diffs,
    valuesFiles,
    previews,
    new NameFeatures(handle),
    editor,
    sides,
    comparisons,
    vscode.window.registerWebviewPanelSerializer(comparisonViewType, comparisons),
    vscode.workspace.registerTextDocumentContentProvider(sideScheme, sides),
    vscode.workspace.registerTextDocumentContentProvider(objectScheme, documents),
    vscode.workspace.registerTextDocumentContentProvider(diffScheme, diffs),
    vscode.workspace.registerFileSystemProvider(valuesScheme, valuesFiles, { isCaseSensitive: true }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => handle.reset()),
    settings.onDidChange(() => void handle.current?.settingsChanged()),
    registerCommands(
      commandTable({
        handle,
        view,
        settings,
        documents,
        logs,
        playground,
        upgrades,
        previews,
        editor,
        comparisons,
        log,
      }),
      { log, onRefused: () => handle.current?.explorer.recheckAccess() },
    ),
  );
  return api;
}
