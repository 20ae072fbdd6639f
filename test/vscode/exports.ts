import assert from 'node:assert/strict';
import { extensions } from 'vscode';
import type { ExtensionExports } from '../../src/ui/api.ts';

export const extensionId = 'vcluster-explorer.vcluster-explorer';

/** What other extensions get. */
export async function extensionExports(): Promise<ExtensionExports> {
  const extension = extensions.getExtension<ExtensionExports>(extensionId);
  assert.ok(extension, `${extensionId} is not installed`);
  return extension.activate();
}

/** Waits until a condition holds; fails with its description otherwise. Times in milliseconds. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>, limit = 15_000): Promise<void> {
  const end = Date.now() + limit;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `waited ${limit} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
