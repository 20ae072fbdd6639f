/** Every command of the extension, as package.json declares it; a test keeps the two the same. */
export type CommandId =
  | 'vcluster.refresh'
  | 'vcluster.filter'
  | 'vcluster.clearFilter'
  | 'vcluster.sortByName'
  | 'vcluster.sortByAge'
  | 'vcluster.sortByStatus'
  | 'vcluster.showAllNamespaces'
  | 'vcluster.showOccupiedNamespaces'
  | 'vcluster.useContext'
  | 'vcluster.pinContext'
  | 'vcluster.unpinContext'
  | 'vcluster.hideContext'
  | 'vcluster.showHiddenContexts'
  | 'vcluster.openYaml'
  | 'vcluster.reloadYaml'
  | 'vcluster.showLogs'
  | 'vcluster.stopLogs'
  | 'vcluster.copyName'
  | 'vcluster.copyHostName'
  | 'vcluster.fix'
  | 'vcluster.chooseKubeconfig'
  | 'vcluster.chooseNamespaces'
  | 'vcluster.startPlayground'
  | 'vcluster.stopPlayground'
  | 'vcluster.openPlaygroundTerminal'
  | 'vcluster.showLog'
  | 'vcluster.connect'
  | 'vcluster.disconnect'
  | 'vcluster.pause'
  | 'vcluster.resume'
  | 'vcluster.openTerminal'
  | 'vcluster.copyAddress'
  | 'vcluster.copyKubeconfig'
  | 'vcluster.saveKubeconfig'
  | 'vcluster.connectAsServiceAccount'
  | 'vcluster.create'
  | 'vcluster.createOnOnePage'
  | 'vcluster.upgrade'
  | 'vcluster.editValues'
  | 'vcluster.expose'
  | 'vcluster.delete'
  | 'vcluster.unlockContext'
  | 'vcluster.lockContext';

/**
 * What a command does. The target is the id of the node that it was called on, or whatever another extension passed; the selection has
 * the ids of all nodes that were selected then.
 */
export type CommandHandler = (target: unknown, selection: readonly string[]) => unknown;
export type CommandTable = Readonly<Record<CommandId, CommandHandler>>;
