/**
 * Usage: run.ts [--version floor|newest] [--runtime desktop|server] [--grep TEXT] [--beside]. Runs test/vscode in a real VS Code; with
 * `--beside` the tests of test/vscode/beside instead, with a stand-in for Red Hat's YAML extension.
 */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ReleaseName, releases } from '../../scripts/codeServer.ts';
import { distFolder, outFolder, resultFolder, rootFolder } from '../../scripts/folder.ts';
import type { TierResult } from '../reporter.ts';
import { findDesktop, runInDesktop } from './harness/desktop.ts';
import { runInServer } from './harness/server.ts';
import { SuiteFolder } from './harness/suiteFolder.ts';

const { values } = parseArgs({
  options: {
    version: { type: 'string', default: 'newest' },
    runtime: { type: 'string' },
    grep: { type: 'string', default: '' },
    beside: { type: 'boolean', default: false },
  },
});

function releaseName(text: string): ReleaseName {
  if (text === 'floor' || text === 'newest') {
    return text;
  }
  throw new Error(`--version is ${Object.keys(releases).join(' or ')}, not ${text}.`);
}

async function main(): Promise<void> {
  const name = releaseName(values.version);
  const resultFile = process.env['TEST_RESULT_FILE'] || join(resultFolder, `vscode-${name}.json`);
  const testModule = join(outFolder, 'test', 'vscode', 'index.cjs');
  for (const file of [join(distFolder, 'extension.js'), testModule]) {
    if (!existsSync(file)) {
      throw new Error(`${file} is missing: run npm run build first.`);
    }
  }
  await rm(resultFile, { force: true });
  const desktop = values.runtime === 'server' ? undefined : await findDesktop(name, console.log);
  if (values.runtime === 'desktop' && desktop === undefined) {
    throw new Error('No desktop VS Code can be had: set VSCODE_EXECUTABLE to one.');
  }
  const besideFolder = values.beside ? join(rootFolder, 'test', 'fixtures', 'yamlExtension') : undefined;
  const folder = await SuiteFolder.create({
    TEST_RESULT_FILE: resultFile,
    TEST_GREP: values.grep,
    TEST_BESIDE: values.beside ? 'yes' : '',
  });
  try {
    await (desktop === undefined
      ? runInServer(name, folder, testModule, besideFolder)
      : runInDesktop(desktop, folder, testModule, besideFolder));
  } finally {
    await folder.remove();
  }
  await checkResult(resultFile);
}

/** The exit code alone could be that of a VS Code that never came to run the suite. */
async function checkResult(file: string): Promise<void> {
  if (!existsSync(file)) {
    throw new Error('VS Code ended, but the suite has not come to its end.');
  }
  const result: TierResult = JSON.parse(await readFile(file, 'utf8'));
  if (result.failed > 0 || result.passed === 0) {
    throw new Error(`${result.passed} tests passed, ${result.failed} failed.`);
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
