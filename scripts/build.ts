/** Usage: build.ts [--dev] [--watch]. Bundles the extension into dist, and the tests of the extension host into out. */
import { glob, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BuildOptions, build, context } from 'esbuild';
import { checkPageSizes, checkSizes, extensionOptions, pageOptions, serverOptions, testOptions } from './bundle.ts';
import { distFolder, outFolder, rootFolder } from './folder.ts';
import { notices } from './notices.ts';
import { checkedSchemas } from './schemas.ts';

const { values } = parseArgs({ options: { dev: { type: 'boolean' }, watch: { type: 'boolean' } } });

async function hostTestOptions(): Promise<BuildOptions> {
  const folder = join(rootFolder, 'test', 'vscode');
  const files: string[] = [join(folder, 'index.ts')];
  for await (const file of glob('**/*.test.ts', { cwd: folder })) {
    files.push(join(folder, file));
  }
  return testOptions(files);
}

async function buildOnce(production: boolean): Promise<void> {
  checkedSchemas();
  const [extension, server, pages] = await Promise.all([
    build(extensionOptions(production)),
    build(serverOptions(production)),
    build(pageOptions(production)),
    build(await hostTestOptions()),
  ]);
  if (extension.metafile !== undefined && server.metafile !== undefined && pages.metafile !== undefined && production) {
    await writeFile(
      join(distFolder, 'ThirdPartyNotices.txt'),
      await notices([extension.metafile, server.metafile, pages.metafile]),
    );
    const outputs = { ...extension.metafile.outputs, ...server.metafile.outputs };
    console.log(`Bundles, as shipped:\n${checkSizes({ inputs: {}, outputs })}\n${checkPageSizes(pages.metafile)}`);
  }
}

async function watch(): Promise<void> {
  const options = [extensionOptions(false), serverOptions(false), pageOptions(false), await hostTestOptions()];
  const contexts = await Promise.all(options.map((one) => context(one)));
  console.log('[watch] build started');
  await Promise.all(contexts.map((one) => one.watch()));
  console.log('[watch] build finished');
}

try {
  await Promise.all(
    [distFolder, join(outFolder, 'test')].map((folder) => rm(folder, { recursive: true, force: true })),
  );
  await (values.watch ? watch() : buildOnce(!values.dev));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
