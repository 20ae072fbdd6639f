import { basename, join, resolve } from 'node:path';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { distFolder, outFolder, rootFolder } from './folder.ts';

/** The bundles of the extension and the module that each starts from. Only `extension` is loaded on activation. */
const entries = {
  extension: join(rootFolder, 'src', 'extension.ts'),
  engine: join(rootFolder, 'src', 'core', 'engine.ts'),
  playground: join(rootFolder, 'src', 'core', 'playground', 'playground.ts'),
} as const;

/** Largest size of the bundle that activation loads, and of all others together, in bytes. */
const limits = { extension: 200_000, others: 2_500_000 } as const;

/**
 * Leaves `import('…/core/engine.ts')` and its like out of the bundle that says it: at run time it loads the bundle
 * beside it. A static import would pull the whole of it in, so that is an error.
 */
function siblings(except: readonly string[]): Plugin {
  const lazy = new Map<string, string>(Object.entries(entries).map(([name, path]) => [path, `./${name}.js`]));
  lazy.delete(entries.extension);
  return {
    name: 'sibling-bundles',
    setup(build) {
      build.onResolve({ filter: /\/(engine|playground)\.ts$/ }, ({ kind, path, resolveDir, importer }) => {
        const target = resolve(resolveDir, path);
        const sibling = lazy.get(target);
        if (sibling === undefined || except.includes(target) || kind === 'entry-point') {
          return undefined;
        }
        if (kind === 'dynamic-import') {
          return { path: sibling, external: true };
        }
        return {
          errors: [{ text: `${importer} must load ${basename(target)} with import(), or import its types only.` }],
        };
      });
    },
  };
}

const common = {
  bundle: true,
  format: 'cjs',
  logLevel: 'warning',
  metafile: true,
  platform: 'node',
  target: 'node22',
} as const satisfies BuildOptions;

/** How the extension is bundled: minified as it is shipped, or with source maps for development. */
export function extensionOptions(production: boolean): BuildOptions {
  return {
    ...common,
    entryPoints: { ...entries },
    external: ['vscode'],
    legalComments: 'none',
    minify: production,
    outdir: distFolder,
    plugins: [siblings([])],
    sourcemap: !production,
    // `import()` becomes `require()`, which the extension host answers faster and from the same folder.
    supported: { 'dynamic-import': false },
  };
}

/** How the tests that run in the extension host are bundled; each file of tests is a module of its own. */
export function testOptions(files: readonly string[]): BuildOptions {
  return {
    ...common,
    entryPoints: [...files],
    external: ['vscode', 'mocha'],
    outbase: join(rootFolder, 'test', 'vscode'),
    outdir: join(outFolder, 'test', 'vscode'),
    outExtension: { '.js': '.cjs' },
    plugins: [siblings(Object.values(entries))],
    sourcemap: 'inline',
  };
}

/** The sizes of the bundles in kB, one a line. Throws when one is over its limit. */
export function checkSizes(metafile: Metafile): string {
  const sizes = Object.entries(metafile.outputs)
    .filter(([path]) => path.endsWith('.js'))
    .map(([path, { bytes }]) => ({ name: basename(path), bytes }));
  const main = sizes.find(({ name }) => name === 'extension.js')?.bytes ?? 0;
  const others = sizes.reduce((sum, { bytes }) => sum + bytes, 0) - main;
  const report = sizes.map(({ name, bytes }) => `  ${name}  ${kilobytes(bytes)}`).join('\n');
  if (main >= limits.extension || others >= limits.others) {
    throw new Error(
      `The bundles are too big: extension.js ${kilobytes(main)} (limit ${kilobytes(limits.extension)}), ` +
        `the others ${kilobytes(others)} (limit ${kilobytes(limits.others)}).\n${report}`,
    );
  }
  return report;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
