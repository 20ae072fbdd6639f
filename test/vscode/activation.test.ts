import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, extensions } from 'vscode';
import { extensionId } from './exports.ts';

/** What @kubernetes/client-node 2.x needs. */
const lowestNode = [22, 19] as const;
/** Milliseconds, loading included, as another extension sees it. */
const activationLimit = 100;

/** Waits until VS Code itself has come to rest, which starts other extensions some time after the window: timers fire when they should for three seconds. */
async function quiet(): Promise<void> {
  const end = performance.now() + 20_000;
  for (let calm = 0; calm < 60 && performance.now() < end; ) {
    const before = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
    calm = performance.now() - before < 60 ? calm + 1 : 0;
  }
}

describe('activation', () => {
  it('runs on a Node that the Kubernetes client supports', () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const [lowestMajor, lowestMinor] = lowestNode;
    assert.ok(major > lowestMajor || (major === lowestMajor && minor >= lowestMinor), process.versions.node);
  });

  it('is not active before it is looked at, and is there within 100 ms', async function () {
    this.timeout(40_000);
    const extension = extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    assert.equal(extension.isActive, false);
    await quiet();
    const started = performance.now();
    await extension.activate();
    const took = performance.now() - started;
    console.log(`activated in ${took.toFixed(1)} ms`);
    assert.equal(extension.isActive, true);
    assert.ok(took < activationLimit, `${took.toFixed(0)} ms`);
  });

  it('registers every command that its manifest declares', async () => {
    const manifest = extensions.getExtension(extensionId)?.packageJSON as {
      contributes: { commands: readonly { command: string }[] };
    };
    const registered = new Set(await commands.getCommands(true));
    const missing = manifest.contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
    assert.ok(manifest.contributes.commands.length > 20);
  });
});
