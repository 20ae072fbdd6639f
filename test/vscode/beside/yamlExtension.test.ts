import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import {
  type CodeAction,
  type CompletionList,
  ConfigurationTarget,
  commands,
  extensions,
  languages,
  Position,
  Range,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { eventually, extensionExports } from '../exports.ts';
import { servers } from '../servers.ts';

interface Contributor {
  readonly scheme: string;
  readonly requestSchema: (resource: string) => string | undefined;
  readonly requestSchemaContent: (address: string) => Promise<string>;
}

const folder = join(process.env['TEST_FOLDER'] ?? '', 'workspace', 'beside');
const address = 'vcluster-schema://schemas/0.36.1/vcluster.json';
const wrong = `controlPlane:
  statefulSet:
    highAvailability:
      replicas: 3
sync:
  toHost:
    ingreses:
      enabled: true
`;

async function open(name: string, text: string): Promise<Uri> {
  await writeFile(join(folder, name), text);
  const document = await workspace.openTextDocument(join(folder, name));
  await window.showTextDocument(document);
  return document.uri;
}

function contributors(): readonly Contributor[] {
  const extension = extensions.getExtension<{ contributors: readonly Contributor[] }>('redhat.vscode-yaml');
  return extension?.isActive === true ? extension.exports.contributors : [];
}

function codes(uri: Uri): readonly unknown[] {
  return languages.getDiagnostics(uri).map(({ code }) => (typeof code === 'object' ? code.value : code));
}

describe('beside the YAML extension', () => {
  let uri: Uri;

  before(async () => {
    assert.ok(extensions.getExtension('redhat.vscode-yaml'), 'the stand-in is not there');
    await extensionExports();
    await mkdir(folder, { recursive: true });
    await open('deployment.yaml', 'apiVersion: apps/v1\nkind: Deployment\n');
    assert.equal(extensions.getExtension('redhat.vscode-yaml')?.isActive, false);
    uri = await open('vcluster.yaml', wrong);
    await eventually('findings', () => codes(uri).length > 0);
  });

  after(async () => {
    await workspace.getConfiguration('yaml').update('schemas', undefined, ConfigurationTarget.Global);
    await commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  it('gives it our schemas, once, and starts no server', async () => {
    await eventually('a contributor', () => contributors().length > 0);
    const other = await open('other.vcluster.yaml', wrong);
    await eventually('findings in another file', () => codes(other).length > 0);
    assert.deepEqual(
      contributors().map(({ scheme }) => scheme),
      ['vcluster-schema'],
    );
    assert.equal(servers(), 0);
  });

  it('names a schema for files with values alone', async () => {
    const [contributor] = contributors();
    assert.equal(contributor?.requestSchema(uri.toString()), address);
    const other = await open('service.yaml', 'apiVersion: v1\nkind: Service\n');
    assert.equal(contributor?.requestSchema(other.toString()), undefined);
    assert.equal(contributor?.requestSchema('file:///nowhere/vcluster.yaml'), undefined);
    const schema = JSON.parse((await contributor?.requestSchemaContent(address)) ?? '');
    assert.ok('controlPlane' in schema.properties);
  });

  it('does not say again what the structure tells, and mends it all the same', async () => {
    await eventually('the structure to be left to it', () => !codes(uri).includes('unknown-key'));
    assert.deepEqual(codes(uri), ['replicas-embedded-database']);
    const actions = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      new Range(6, 4, 6, 12),
    );
    assert.ok(
      actions.some(({ title }) => title.includes('ingresses')),
      actions.map(({ title }) => title).join(', '),
    );
  });

  it('completes values that another object carries, as it has no schema for them', async () => {
    const carrier = await open(
      'application.yaml',
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    chart: vcluster\n    targetRevision: 0.36.1\n    helm:\n      valuesObject:\n        sync: {}\n        \n',
    );
    const [contributor] = contributors();
    assert.equal(contributor?.requestSchema(carrier.toString()), undefined);
    await eventually('policies to be offered', async () => {
      const list = await commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        carrier,
        new Position(9, 8),
      );
      return list.items.some(({ label }) => (typeof label === 'string' ? label : label.label) === 'policies');
    });
    assert.equal(servers(), 0);
  });

  it('leaves files alone that are mapped to another schema', async () => {
    await workspace
      .getConfiguration('yaml')
      .update('schemas', { 'https://example.com/mine.json': ['mine.vcluster.yaml'] }, ConfigurationTarget.Global);
    const mapped = await open('mine.vcluster.yaml', wrong);
    await eventually('findings in the mapped file', () => codes(mapped).length > 0);
    const [contributor] = contributors();
    assert.equal(contributor?.requestSchema(mapped.toString()), undefined);
    assert.equal(contributor?.requestSchema(uri.toString()), address);
  });
});
