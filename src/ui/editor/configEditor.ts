import * as vscode from 'vscode';
import { ConfigService } from '../../core/config/worker/configService.ts';
import { parseVClusterId } from '../../core/vcluster/id.ts';
import type { EngineHandle } from '../engineHandle.ts';
import type { OutputLog } from '../outputLog.ts';
import type { Settings } from '../settings.ts';
import { CarriedValues } from './carriedValues.ts';
import { ConfigActions } from './configActions.ts';
import { ConfigCommands } from './configCommands.ts';
import { ConfigDiagnostics } from './configDiagnostics.ts';
import { ConfigFiles } from './configFiles.ts';
import { ConfigLenses } from './configLenses.ts';
import { ConfigStatus } from './configStatus.ts';
import { ConfigTexts, configScheme } from './configTexts.ts';
import { HostCompletions } from './hostCompletions.ts';
import { LanguageFeatures } from './languageFeatures.ts';
import { Schemas } from './schemas.ts';

/** What the editing of values needs from the outside. */
export interface ConfigEditorParts {
  readonly handle: EngineHandle;
  readonly settings: Settings;
  readonly log: OutputLog;
  /** The folder with the bundles. */
  readonly dist: string;
  /** The folder with the texts in all languages. */
  readonly texts: string;
  readonly loadClient: () => Promise<typeof import('./yamlClient.ts')>;
}

const selector: vscode.DocumentSelector = { language: 'yaml' };

/** Editing of vcluster.yaml and values.yaml. */
export class ConfigEditor implements vscode.Disposable {
  readonly service: ConfigService;
  readonly commands: ConfigCommands;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor({ handle, settings, log, dist, texts: textFolder, loadClient }: ConfigEditorParts) {
    this.service = new ConfigService(`${dist}/configWorker.js`, vscode.l10n.bundle);
    const files = new ConfigFiles(this.service, settings, (id) => {
      const context = parseVClusterId(id)?.context ?? '';
      return handle.current?.hosts.find(context)?.view.vclusters.get(id);
    });
    const schemas = new Schemas(files, this.service);
    const features = new LanguageFeatures(
      files,
      schemas,
      async (...parts) => new (await loadClient()).YamlClient(`${dist}/yamlServer.js`, textFolder, ...parts, log),
      log,
    );
    const texts = new ConfigTexts();
    const carried = new CarriedValues(files, this.service);
    const lenses = new ConfigLenses(files);
    this.commands = new ConfigCommands(files, this.service, texts);
    this.#subscriptions = [
      this.service,
      files,
      features,
      texts,
      lenses,
      this.commands,
      new ConfigDiagnostics(files, features),
      new ConfigStatus(files),
      vscode.languages.registerCompletionItemProvider(selector, new HostCompletions(files, this.service, handle)),
      vscode.languages.registerCompletionItemProvider(selector, carried),
      vscode.languages.registerHoverProvider(selector, carried),
      vscode.languages.registerCodeLensProvider(selector, lenses),
      vscode.languages.registerCodeActionsProvider(
        selector,
        new ConfigActions(files, this.service),
        ConfigActions.metadata,
      ),
      vscode.workspace.registerTextDocumentContentProvider(configScheme, texts),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }
}
