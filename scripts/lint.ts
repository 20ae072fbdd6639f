/** Biome (lint, format, imports, cycles), TypeScript in every room, and whether the texts for translators are up to date. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, runOrThrow } from './command.ts';
import { rootFolder } from './folder.ts';

const rooms = ['src/core', 'src/ui', 'src/webview', 'test', 'scripts'];

function tool(name: string): string {
  return join(rootFolder, 'node_modules', '.bin', name);
}

async function passes(name: string, args: readonly string[]): Promise<boolean> {
  const { code } = await run(tool(name), args, { cwd: rootFolder });
  console.log(`${name} ${args.join(' ')}: ${code === 0 ? 'clean' : 'FAILED'}`);
  return code === 0;
}

async function textsAreExported(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'vcluster-l10n-'));
  try {
    await runOrThrow(tool('vscode-l10n-dev'), ['export', '--outDir', folder, 'src'], {
      cwd: rootFolder,
      output: 'capture',
    });
    const [wanted, found] = await Promise.all([folder, join(rootFolder, 'l10n')].map((place) => bundle(place)));
    console.log(`l10n/bundle.l10n.json: ${wanted === found ? 'up to date' : 'FAILED, run npm run l10n'}`);
    return wanted === found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bundle(folder: string): Promise<string> {
  return readFile(join(folder, 'bundle.l10n.json'), 'utf8').catch(() => '');
}

const results: boolean[] = [
  await passes('biome', ['ci', '--error-on-warnings', ...(process.stdout.isTTY ? [] : ['--colors=off'])]),
];
for (const room of rooms) {
  results.push(await passes('tsc', ['-p', room]));
}
results.push(await textsAreExported());
process.exitCode = results.every((clean) => clean) ? 0 : 1;
