import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import type { Change } from '../../core/operations/changes.ts';
import { parseVClusterId } from '../../core/vcluster/id.ts';
import { aboutVCluster } from '../commands/failure.ts';
import { targetVCluster } from '../commands/pickVCluster.ts';
import { browseValuesFile, readValues } from '../create/valuesQuestion.ts';
import { plainLabel } from '../label.ts';
import { withOperation } from '../progress.ts';
import { offerAddress } from './address.ts';
import { askExposure, askHow, askVersion } from './questions.ts';
import { type DiffDocuments, type ValuesFileSystem, valuesScheme, valuesUri } from './valuesDocuments.ts';

/** How a vcluster is deployed at the moment. */
function lookAt(engine: Engine, id: string): Promise<Change> {
  const name = plainLabel(parseVClusterId(id)?.name ?? id);
  const looking = vscode.l10n.t('Looking at what {0} is deployed from', name);
  return aboutVCluster(id, () => withOperation(looking, ({ signal }) => engine.changes.deployed(id, signal)));
}

/** Changes what a vcluster is deployed from: its values, its chart, how it is exposed. */
export class UpgradeCommands {
  readonly #diffs: DiffDocuments;
  readonly #files: ValuesFileSystem;

  constructor(diffs: DiffDocuments, files: ValuesFileSystem) {
    this.#diffs = diffs;
    this.#files = files;
  }

  /** Opens the deployed values to be edited. */
  async editValues(engine: Engine, target: unknown): Promise<void> {
    const id = await targetVCluster(engine, target, vscode.l10n.t('Edit Values of vcluster'));
    const { generation } = await engine.operations.find(id);
    const uri = valuesUri(id, generation === 'legacy' ? 'values.yaml' : 'vcluster.yaml');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, 'yaml');
    await vscode.window.showTextDocument(document, { preview: false });
  }

  /** Upgrades to the values in the editor that it was called on, to a file, or to another version of the chart. */
  async upgrade(engine: Engine, target: unknown): Promise<void> {
    const edited = editedDocument(target);
    if (edited !== undefined) {
      const change = await lookAt(engine, edited.uri.query);
      if (await this.#carryOut(engine, { ...change, values: edited.getText() })) {
        await edited.save();
        this.#files.forget(edited.uri);
      }
      return;
    }
    if (target instanceof vscode.Uri) {
      const { change, text } = await this.#fromFile(engine, target, vscode.l10n.t('Upgrade vcluster'));
      await this.#carryOut(engine, { ...change, values: text });
      return;
    }
    const id = await targetVCluster(engine, target, vscode.l10n.t('Upgrade vcluster'));
    const change = await lookAt(engine, id);
    const how = await askHow(change);
    if (how === 'edit') {
      await this.editValues(engine, id);
    } else if (how === 'file') {
      const { text } = await readValues(await browseValuesFile());
      await this.#carryOut(engine, { ...change, values: text });
    } else {
      const version = await askVersion(engine, change);
      await this.#carryOut(engine, { ...change, chart: { ...change.chart, version } });
    }
  }

  /** Shows how the values in a file differ from those of a vcluster that the user picks. */
  async compare(engine: Engine, target: unknown): Promise<void> {
    const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
    if (uri === undefined) {
      throw new Error(vscode.l10n.t('Open the file with the values first.'));
    }
    const { change, text } = await this.#fromFile(engine, uri, vscode.l10n.t('Compare with Deployed'));
    const { deployed, wanted } = engine.changes.diff({ ...change, values: text });
    const title = vscode.l10n.t('{0}: deployed ↔ this file', plainLabel(change.vcluster.name));
    await this.#diffs.show(title, change.vcluster.id, deployed, wanted);
  }

  /** The values in a file, and the vcluster that they are for: the one whose values they are, else one that the user picks. */
  async #fromFile(engine: Engine, uri: vscode.Uri, title: string): Promise<{ change: Change; text: string }> {
    const document = await vscode.workspace.openTextDocument(uri);
    const id = uri.scheme === valuesScheme ? uri.query : await targetVCluster(engine, undefined, title);
    return { change: await lookAt(engine, id), text: document.getText() };
  }

  /** Changes how the API of a vcluster is reached, and copies the address once there is one. */
  async expose(engine: Engine, target: unknown): Promise<void> {
    const id = await targetVCluster(engine, target, vscode.l10n.t('Change Exposure of vcluster'));
    const change = await lookAt(engine, id);
    const exposure = await askExposure(change);
    if ((await this.#carryOut(engine, engine.changes.exposed(change, exposure))) && exposure.kind !== 'ClusterIP') {
      await offerAddress(engine, change.vcluster, exposure.kind);
    }
  }

  /** Shows what differs and what stands against it, asks, and runs it. Gives whether it was done. */
  #carryOut(engine: Engine, change: Change): Promise<boolean> {
    return aboutVCluster(change.vcluster.id, () => this.#change(engine, change));
  }

  async #change(engine: Engine, change: Change): Promise<boolean> {
    const { vcluster, chart } = change;
    const name = plainLabel(vcluster.name);
    const findings = engine.changes.findings(change);
    const refused = findings.filter(({ severity }) => severity === 'error');
    if (refused.length > 0) {
      throw new Error(refused.map(({ message }) => message).join(' '));
    }
    await this.#clearInterruption(engine, change);
    const { deployed, wanted } = engine.changes.diff(change);
    const sameChart = chart.version === change.release.record?.chart.version;
    if (deployed === wanted && sameChart) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} has these values already.', name));
      return false;
    }
    await this.#diffs.show(vscode.l10n.t('{0}: deployed ↔ wanted', name), vcluster.id, deployed, wanted);
    const yes = vscode.l10n.t('Upgrade');
    const question = vscode.l10n.t('Upgrade {0} with chart {1}?', name, plainLabel(chart.version));
    const warnings = [
      ...findings.map(({ message }) => message),
      vscode.l10n.t('Its control plane may restart. The comparison shows which values change.'),
    ];
    const detail = warnings.join('\n\n');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) {
      return false;
    }
    await withOperation(vscode.l10n.t('Upgrading {0}', name), (operation) => engine.changes.apply(change, operation));
    return true;
  }

  /** helm does nothing while a revision is half-done. */
  async #clearInterruption(engine: Engine, change: Change): Promise<void> {
    const { interruption } = change.release;
    if (interruption?.blocks !== true) {
      return;
    }
    const yes = vscode.l10n.t('Remove the Record');
    const question = vscode.l10n.t('Helm has not come to an end with {0}.', plainLabel(change.vcluster.name));
    const detail = interruption.message;
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) {
      throw new vscode.CancellationError();
    }
    await withOperation(yes, ({ signal }) => engine.changes.discardInterruption(change, signal));
  }
}

/** The values in an editor: that of the title button, or the active one. */
function editedDocument(target: unknown): vscode.TextDocument | undefined {
  const uri = target instanceof vscode.Uri ? target : undefined;
  const active = target === undefined ? vscode.window.activeTextEditor?.document : undefined;
  const document = uri === undefined ? active : vscode.workspace.textDocuments.find((one) => `${one.uri}` === `${uri}`);
  return document?.uri.scheme === valuesScheme ? document : undefined;
}
