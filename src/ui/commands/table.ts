import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import type { ComparisonPanels } from '../comparison/panels.ts';
import { createFromValues, createOnOnePage, createVCluster } from '../create/create.ts';
import type { ObjectDocuments } from '../documents/objectDocuments.ts';
import type { PodLogs } from '../documents/podLogs.ts';
import type { ConfigEditor } from '../editor/configEditor.ts';
import type { EngineHandle } from '../engineHandle.ts';
import type { ExplorerView } from '../explorer/view.ts';
import { copyNameOnHost, findVirtualObject } from '../names/findVirtual.ts';
import type { OutputLog } from '../outputLog.ts';
import type { PlaygroundControl } from '../playground.ts';
import type { PreviewCommands } from '../preview/previewCommands.ts';
import { deleteVCluster } from '../removal/removal.ts';
import type { Settings } from '../settings.ts';
import type { UpgradeCommands } from '../upgrade/upgrade.ts';
import { chooseKubeconfig } from './chooseKubeconfig.ts';
import type { CommandHandler, CommandTable } from './command.ts';
import { ContextCommands } from './contexts.ts';
import { fix } from './fix.ts';
import { connect, disconnect, pause, resume } from './lifecycle.ts';
import { showLogs } from './logs.ts';
import { lockContext, unlockContext } from './protection.ts';
import { restoreContext } from './restoreContext.ts';
import { connectAsServiceAccount } from './serviceAccount.ts';
import { targetNode } from './target.ts';
import { useContext } from './useContext.ts';
import { copyAddress, copyKubeconfig, openTerminal, saveKubeconfig } from './virtualKubeconfig.ts';

/** What the commands work on. */
export interface CommandServices {
  readonly handle: EngineHandle;
  readonly view: ExplorerView;
  readonly settings: Settings;
  readonly documents: ObjectDocuments;
  readonly logs: PodLogs;
  readonly playground: PlaygroundControl;
  readonly upgrades: UpgradeCommands;
  readonly previews: PreviewCommands;
  readonly editor: ConfigEditor;
  readonly comparisons: ComparisonPanels;
  readonly log: OutputLog;
}

async function askFilter(engine: Engine): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Filter vclusters'),
    prompt: vscode.l10n.t('Part of the name of a vcluster or its host namespace'),
    value: engine.explorer.options.filter,
  });
}

/** What each command does. */
export function commandTable(services: CommandServices): CommandTable {
  const { handle, view, settings, documents, logs, playground, upgrades, previews, editor, comparisons, log } =
    services;
  const contexts = new ContextCommands(settings);
  const on =
    (act: (engine: Engine, target: unknown, selection: readonly string[]) => unknown): CommandHandler =>
    async (target, selection) =>
      act(await handle.load(), target, selection);
  const node = (engine: Engine, target: unknown) => targetNode(engine.explorer, target, view.selection);
  const object = (engine: Engine, target: unknown) => {
    const reference = node(engine, target).object;
    if (reference === undefined) {
      throw new Error(vscode.l10n.t('Select an object, such as a vcluster or a pod, in the vCluster view first.'));
    }
    return reference;
  };
  /** The values of the vcluster that it was called on are opened, as they are what the notes are for. */
  const migrateDeployed = on(async (engine, target) => {
    await upgrades.editValues(engine, target);
    await editor.commands.migrate(undefined);
  });
  return {
    'vcluster.refresh': on(async (engine, target) => {
      await engine.kubeconfig.reload();
      engine.explorer.refresh(typeof target === 'string' ? target : undefined);
    }),
    // The title of the view hands over the selected node, which has nothing to do with it.
    'vcluster.filter': on(async (engine) => {
      const text = await askFilter(engine);
      if (text !== undefined) {
        view.filter(engine, text);
      }
    }),
    'vcluster.clearFilter': on((engine) => view.filter(engine, '')),
    'vcluster.sortByName': () => settings.set('explorer.sort', 'name'),
    'vcluster.sortByAge': () => settings.set('explorer.sort', 'age'),
    'vcluster.sortByStatus': () => settings.set('explorer.sort', 'status'),
    'vcluster.showAllNamespaces': () => settings.set('explorer.allNamespaces', true),
    'vcluster.showOccupiedNamespaces': () => settings.set('explorer.allNamespaces', false),
    'vcluster.useContext': on(useContext),
    'vcluster.pinContext': on((engine, target) => contexts.pin(engine, target)),
    'vcluster.unpinContext': on((engine, target) => contexts.unpin(engine, target)),
    'vcluster.hideContext': on((engine, target) => contexts.hide(engine, target)),
    'vcluster.showHiddenContexts': () => contexts.showHidden(),
    'vcluster.openYaml': on((engine, target) => documents.open(object(engine, target))),
    'vcluster.reloadYaml': (target) => {
      const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
      if (uri !== undefined) {
        documents.reload(uri);
      }
    },
    'vcluster.showLogs': on((engine, target) => showLogs(engine, target, view.selection, logs)),
    'vcluster.stopLogs': () => logs.stop(),
    'vcluster.copyName': on((engine, target) => vscode.env.clipboard.writeText(node(engine, target).name)),
    'vcluster.copyHostName': on((engine, target) => vscode.env.clipboard.writeText(object(engine, target).name)),
    'vcluster.fix': on(fix),
    'vcluster.chooseKubeconfig': () => chooseKubeconfig(settings),
    'vcluster.chooseNamespaces': () =>
      vscode.commands.executeCommand('workbench.action.openSettings', 'vcluster.namespaces'),
    'vcluster.startPlayground': () => playground.start(),
    'vcluster.stopPlayground': () => playground.stop(),
    'vcluster.openPlaygroundTerminal': () => playground.openTerminal(),
    'vcluster.showLog': () => log.show(),
    'vcluster.connect': on((engine, target) => connect(engine, target)),
    'vcluster.disconnect': on(disconnect),
    'vcluster.restoreContext': on(restoreContext),
    'vcluster.pause': on(pause),
    'vcluster.resume': on(resume),
    'vcluster.openTerminal': on(openTerminal),
    'vcluster.copyAddress': on(copyAddress),
    'vcluster.copyKubeconfig': on(copyKubeconfig),
    'vcluster.saveKubeconfig': on(saveKubeconfig),
    'vcluster.connectAsServiceAccount': on(connectAsServiceAccount),
    'vcluster.create': on(createVCluster),
    'vcluster.createOnOnePage': on(createOnOnePage),
    'vcluster.createFromValues': on(createFromValues),
    'vcluster.chooseConfigVersion': (target) => editor.commands.chooseVersion(target),
    'vcluster.migrateConfig': (target, selection) =>
      typeof target === 'string' ? migrateDeployed(target, selection) : editor.commands.migrate(target),
    'vcluster.previewValues': (target) => editor.commands.previewValues(target),
    'vcluster.explainConfig': (target) => editor.commands.explain(target),
    'vcluster.explainFinding': (target) => editor.commands.explainFinding(target),
    'vcluster.compareWithDeployed': on((engine, target) => upgrades.compare(engine, target)),
    'vcluster.findVirtualObject': on((engine) => findVirtualObject(engine)),
    'vcluster.copyNameOnHost': on((engine, target) => copyNameOnHost(engine, object(engine, target))),
    'vcluster.previewOnHost': on((engine, target) => previews.preview(engine, target)),
    'vcluster.upgrade': on((engine, target) => upgrades.upgrade(engine, target)),
    'vcluster.editValues': on((engine, target) => upgrades.editValues(engine, target)),
    'vcluster.expose': on((engine, target) => upgrades.expose(engine, target)),
    'vcluster.delete': on(deleteVCluster),
    'vcluster.compare': on((engine, target, selection) => comparisons.compare(engine, target, selection)),
    'vcluster.unlockContext': on(unlockContext),
    'vcluster.lockContext': on(lockContext),
  };
}
