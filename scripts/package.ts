/** Makes the VSIX in out with vsce, and checks what is inside against a list: no more than may be there, no less than must. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArchiveEntry, archiveEntries } from './archive.ts';
import { runOrThrow } from './command.ts';
import { outFolder, rootFolder } from './folder.ts';

const sizeLimit = 1_500_000;

/** Everything that may be inside. vsce gives the three texts their names. */
const allowed: readonly RegExp[] = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/package(\.nls(\.[a-z-]+)?)?\.json$/,
  /^extension\/(readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^extension\/dist\/(extension|engine|playground|rewriting|configWorker|yamlClient|yamlServer)\.js$/,
  /^extension\/dist\/ThirdPartyNotices\.txt$/,
  /^extension\/dist\/webview\/(comparison\.(js|css)|codicon\.ttf)$/,
  /^extension\/l10n\/bundle\.l10n\.[a-z-]+\.json$/,
  /^extension\/media\/[a-zA-Z-]+\.(png|svg)$/,
  /^extension\/(schemas|syntaxes)\/([a-zA-Z0-9.-]+\/)*[a-zA-Z0-9.-]+\.json$/,
];

const required = [
  'package.json',
  'package.nls.json',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
  'dist/extension.js',
  'dist/engine.js',
  'dist/playground.js',
  'dist/rewriting.js',
  'dist/configWorker.js',
  'dist/yamlClient.js',
  'dist/yamlServer.js',
  'dist/webview/comparison.js',
  'dist/webview/comparison.css',
  'dist/webview/codicon.ttf',
  'dist/ThirdPartyNotices.txt',
];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly icon: string;
  readonly contributes?: { readonly viewsContainers?: Readonly<Record<string, readonly { readonly icon: string }[]>> };
}

function problems(manifest: Manifest, entries: readonly ArchiveEntry[]): readonly string[] {
  const names = new Set(entries.map(({ name }) => name));
  const containers = Object.values(manifest.contributes?.viewsContainers ?? {}).flat();
  const wanted = [...required, manifest.icon, ...containers.map(({ icon }) => icon)];
  return [
    ...entries
      .filter(({ name }) => !allowed.some((pattern) => pattern.test(name)))
      .map(({ name }) => `must not be inside: ${name}`),
    ...wanted.filter((name) => !names.has(`extension/${name}`)).map((name) => `is missing: ${name}`),
    ...entries.filter(({ size }) => size === 0).map(({ name }) => `is empty: ${name}`),
  ];
}

async function main(): Promise<void> {
  const manifest: Manifest = JSON.parse(await readFile(join(rootFolder, 'package.json'), 'utf8'));
  await mkdir(outFolder, { recursive: true });
  const file = join(outFolder, `${manifest.name}-${manifest.version}.vsix`);
  const vsce = join(rootFolder, 'node_modules', '@vscode', 'vsce', 'vsce');
  // The pictures of the README are not inside, and there is no address yet that they could be rewritten to.
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', file];
  await runOrThrow(process.execPath, [vsce, 'package', ...options], { cwd: rootFolder, output: 'capture' });
  const archive = await readFile(file);
  const entries = archiveEntries(archive);
  for (const { name, size } of entries) {
    console.log(`${String(size).padStart(9)}  ${name}`);
  }
  const found = [...problems(manifest, entries)];
  if (archive.length > sizeLimit) {
    found.push(`is too big: ${archive.length} bytes, the limit is ${sizeLimit}`);
  }
  if (found.length > 0) {
    throw new Error(`${file}\n  ${found.join('\n  ')}`);
  }
  console.log(`${file}: ${entries.length} files, ${(archive.length / 1000).toFixed(1)} kB, nothing else inside.`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
