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
  | 'vcluster.showLog';

/** What a command does. The argument is the id of the node that it was called on, or whatever another extension passed. */
export type CommandHandler = (target: unknown) => unknown;
export type CommandTable = Readonly<Record<CommandId, CommandHandler>>;
