import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import {
  type CodeAction,
  type CompletionList,
  commands,
  type Hover,
  languages,
  Position,
  Range,
  type TextDocument,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { eventually, extensionExports } from './exports.ts';
import { servers } from './servers.ts';

const folder = join(process.env['TEST_FOLDER'] ?? '', 'workspace', 'editing');
const wrong = `sync:
  toHost:
    ingreses:
      enabled: true

`;

async function open(name: string, text: string): Promise<TextDocument> {
  await writeFile(join(folder, name), text);
  const document = await workspace.openTextDocument(join(folder, name));
  await window.showTextDocument(document);
  return document;
}

function said(uri: Uri): readonly string[] {
  return languages.getDiagnostics(uri).map(({ source, code, range }) => {
    const named = typeof code === 'object' ? code.value : code;
    return `${range.start.line}:${range.start.character} ${source} ${named}`;
  });
}

async function offered(uri: Uri, position: Position): Promise<readonly string[]> {
  const list = await commands.executeCommand<CompletionList>('vscode.executeCompletionItemProvider', uri, position);
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

describe('editing values in VS Code', () => {
  before(async () => {
    await extensionExports();
    await mkdir(folder, { recursive: true });
  });

  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  it('leaves other YAML alone and starts nothing for it', async () => {
    const document = await open('deployment.yaml', 'apiVersion: apps/v1\nkind: Deployment\nspec:\n  replica: 1\n');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    assert.deepEqual(said(document.uri), []);
    assert.equal(servers(), 0);
    assert.ok(!(await offered(document.uri, new Position(4, 0))).includes('policies'));
  });

  it('says what is wrong once, and mends it', async () => {
    const { uri } = await open('vcluster.yaml', wrong);
    await eventually('a finding', () => said(uri).length > 0);
    assert.deepEqual(said(uri), ['2:4 vCluster unknown-key']);
    const [diagnostic] = languages.getDiagnostics(uri);
    assert.ok(diagnostic);
    const actions = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      diagnostic.range,
    );
    const fix = actions.find(({ isPreferred }) => isPreferred === true);
    assert.ok(fix?.edit, actions.map(({ title }) => title).join(', '));
    await workspace.applyEdit(fix.edit);
    await eventually('nothing to be wrong', () => said(uri).length === 0);
    assert.equal((await workspace.openTextDocument(uri)).getText(), wrong.replace('ingreses', 'ingresses'));
  });

  it('offers keys and says what they are', async () => {
    const { uri } = await open('vcluster.yaml', wrong.replace('ingreses', 'ingresses'));
    await eventually('policies to be offered', async () =>
      (await offered(uri, new Position(4, 0))).includes('policies'),
    );
    assert.equal(servers(), 1);
    let text = '';
    await eventually('a hover', async () => {
      const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', uri, new Position(2, 6));
      text = hovers
        .flatMap(({ contents }) => contents)
        .map((one) => (typeof one === 'string' ? one : one.value))
        .join('\n');
      return text !== '';
    });
    assert.match(text, /ingress/iu);
  });

  it('leaves the structure of a file with a schema of its own alone', async () => {
    const mapped = `# yaml-language-server: $schema=./mine.json\n${wrong}controlPlane:\n  statefulSet:\n    highAvailability:\n      replicas: 3\n`;
    const { uri } = await open('mine.vcluster.yaml', mapped);
    await eventually('a finding', () => said(uri).length > 0);
    assert.deepEqual(said(uri), ['9:16 vCluster replicas-embedded-database']);
  });

  it('offers and explains keys of values that another object carries', async () => {
    const text = `apiVersion: argoproj.io/v1alpha1
kind: Application
spec:
  source:
    chart: vcluster
    targetRevision: 0.30.1
    helm:
      values: |
        sync:
          toHost:
            ingresses:
              enabled: true
        ${''}
`;
    const { uri } = await open('application.yaml', text);
    await eventually('policies to be offered', async () =>
      (await offered(uri, new Position(12, 8))).includes('policies'),
    );
    assert.ok(!(await offered(uri, new Position(3, 2))).includes('policies'));
    const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', uri, new Position(10, 14));
    const said = hovers.flatMap(({ contents }) => contents).map((one) => (typeof one === 'string' ? one : one.value));
    assert.match(said.join(), /vcluster\.yaml 0\.30[\s\S]*ingress/iu);
  });

  it('puts a common block where it belongs, indented as the rest', async () => {
    const { uri } = await open(
      'adding.vcluster.yaml',
      'networking:\n  replicateServices:\n    fromHost:\n      - from: a/b\n        to: c/d\n  advanced:\n    clusterDomain: x\n',
    );
    const editor = window.activeTextEditor;
    assert.ok(editor?.document.uri.toString() === uri.toString());
    let title = '';
    await eventually('an addition', async () => {
      const actions = await commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        new Range(0, 0, 0, 0),
        'refactor.add.vcluster',
      );
      const action = actions.find(({ title: one }) => /from the host/iu.test(one)) ?? actions[0];
      title = actions.map((one) => one.title).join(', ');
      return action?.edit !== undefined && workspace.applyEdit(action.edit);
    });
    assert.match(
      editor.document.getText(),
      /^ {6}- from: a\/b\n {8}to: c\/d\n {6}- from: \S+\n {8}to: \S+\n {2}advanced:/mu,
      `${title}\n${editor.document.getText()}`,
    );
    await commands.executeCommand('workbench.action.files.revert');
  });

  it('checks for other extensions, in places of the text', async () => {
    const api = (await extensionExports()).getAPI(1);
    const findings = await api.validateConfig(wrong, { version: '0.36.1' });
    assert.deepEqual(
      findings.map(({ message, ...finding }) => ({ ...finding, says: message !== '' })),
      [{ line: 2, character: 4, endLine: 2, endCharacter: 12, severity: 'error', code: 'unknown-key', says: true }],
    );
    assert.deepEqual(await api.validateConfig('sync: {}\n'), []);
  });

  it('converts for other extensions', async () => {
    const api = (await extensionExports()).getAPI(1);
    const { text, notes } = await api.convertConfig('sync:\n  ingresses:\n    enabled: true\n', { distro: 'k3s' });
    assert.match(text, /toHost:\n {4}ingresses:\n {6}enabled: true/u);
    assert.ok(notes.every(({ path, kind, message }) => typeof path === 'string' && kind !== '' && message !== ''));
    assert.deepEqual(
      (await api.validateConfig(text)).filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  it('says in a sentence what it cannot read', async () => {
    const api = (await extensionExports()).getAPI(1);
    for (const garbage of ['\u0000\u0001', 'a: [\n b: }', '- 1\n- 2\n', 'text']) {
      const findings = await api.validateConfig(garbage);
      assert.ok(findings.length > 0, JSON.stringify(garbage));
      for (const { message } of findings) {
        assert.match(message, /^\S.*[.?]$/su, message);
      }
    }
    assert.deepEqual(await api.validateConfig(''), []);
  });
});
