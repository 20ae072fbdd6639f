import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { distFolder, outFolder, rootFolder } from './folder.ts';

/** The bundles of the extension and the module that each starts from. Only `extension` is loaded on activation. */
const entries = {
  extension: join(rootFolder, 'src', 'extension.ts'),
  engine: join(rootFolder, 'src', 'core', 'engine.ts'),
  rewriting: join(rootFolder, 'src', 'core', 'rewriting.ts'),
  configWorker: join(rootFolder, 'src', 'core', 'config', 'worker', 'configWorker.ts'),
  yamlClient: join(rootFolder, 'src', 'ui', 'editor', 'yamlClient.ts'),
  playground: join(rootFolder, 'src', 'core', 'playground', 'playground.ts'),
} as const;

/**
 * Largest size of the bundle that activation loads, of all others together, of the YAML server with its client, and of what each page
 * loads, in bytes.
 */
const limits = { extension: 200_000, others: 3_100_000, language: 1_600_000, page: 400_000 } as const;

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
      build.onResolve(
        { filter: /\/(engine|playground|rewriting|configWorker|yamlClient)\.ts$/ },
        ({ kind, path, resolveDir, importer }) => {
          const target = resolve(resolveDir, path);
          const sibling = lazy.get(target);
          if (sibling === undefined || except.includes(target) || kind === 'entry-point') {
            return undefined;
          }
          if (kind === 'dynamic-import' || kind === 'require-call') {
            return { path: sibling, external: true };
          }
          return {
            errors: [{ text: `${importer} must load ${basename(target)} with import(), or import its types only.` }],
          };
        },
      );
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
    mainFields: ['module', 'main'],
    minify: production,
    outdir: distFolder,
    plugins: [siblings([])],
    sourcemap: !production,
    // `import()` becomes `require()`, which the extension host answers faster and from the same folder.
    supported: { 'dynamic-import': false },
  };
}

/**
 * Leaves out of the YAML server what it does not come to here: texts about what is wrong with a file, in all languages, as it is not
 * asked for that, and how to print JavaScript.
 */
const unneeded: Plugin = {
  name: 'unneeded-parts',
  setup(build) {
    build.onResolve({ filter: /^(ajv-i18n|prettier\/plugins\/estree)$/ }, ({ path }) => ({ path, namespace: 'empty' }));
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {};' }));
  },
};

/** What is changed in the YAML server so that it answers in time in long files. */
const quicker = [
  {
    // It copies the tree of a document for each completion, as it changes it. Letting go of the tree is quicker: the next edit makes it
    // useless anyway.
    file: 'services/yamlCompletion.js',
    from: 'currentDoc = currentDoc.clone();',
    to: 'this.yamlDocument.cache.delete(document.uri);',
  },
  {
    // It asks for the schema and reads it again for each completion. Our addresses name the version, and so what is there never changes.
    file: 'services/yamlSchemaService.js',
    from: `const unresolvedSchema = await this.loadSchema(schemaUri);
        const schema = await this.resolveSchemaContent(unresolvedSchema, schemaUri, {});
        return this.finalizeResolvedSchema(schema, schemaUri, doc, true);`,
    to: `this.kept ??= new Map();
        if (!this.kept.has(schemaUri)) {
          const unresolvedSchema = await this.loadSchema(schemaUri);
          const resolved = await this.resolveSchemaContent(unresolvedSchema, schemaUri, {});
          if (resolved.errors.length > 0) {
            return this.finalizeResolvedSchema(resolved, schemaUri, doc, true);
          }
          this.kept.set(schemaUri, resolved);
        }
        return this.finalizeResolvedSchema(this.kept.get(schemaUri), schemaUri, doc, true);`,
  },
];

const quickerServer: Plugin = {
  name: 'quicker-server',
  setup(build) {
    for (const { file, from, to } of quicker) {
      const [folder, name = ''] = file.split('/');
      const filter = new RegExp(`${folder}[\\\\/]${name.replace('.', '\\.')}$`);
      build.onLoad({ filter }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        return text.includes(from)
          ? { contents: text.replace(from, () => to) }
          : { errors: [{ text: `${path} has changed: see whether the server is quick enough without our change.` }] };
      });
    }
  },
};

/** How the YAML server is bundled, which runs in a process of its own. */
export function serverOptions(production: boolean): BuildOptions {
  return {
    ...common,
    // The server is a module, and asks where it lies.
    banner: { js: 'const __moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
    define: { 'import.meta.dirname': '__dirname', 'import.meta.url': '__moduleUrl' },
    entryPoints: { yamlServer: join(rootFolder, 'node_modules', 'yaml-language-server', 'out', 'src', 'server.js') },
    legalComments: 'none',
    mainFields: ['module', 'main'],
    minify: production,
    outdir: distFolder,
    plugins: [unneeded, quickerServer],
  };
}

/**
 * The toolkit tries by an inline style whether the browser knows `:focus-visible`. The policy of our pages forbids that, and
 * every VS Code that we run on knows it.
 */
const focusVisible: Plugin = {
  name: 'focus-visible',
  setup(build) {
    const question = /export function canUseFocusVisible\(\) \{/;
    build.onLoad({ filter: /fast-web-utilities[\\/]dist[\\/]dom\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return question.test(text)
        ? { contents: text.replace(question, '$& return true;') }
        : { errors: [{ text: `${path} does not ask for :focus-visible any more.` }] };
    });
  },
};

/** How the pages of panels are bundled: a script and a style sheet each, and the icon font that they share. */
export function pageOptions(production: boolean): BuildOptions {
  return {
    assetNames: '[name]',
    bundle: true,
    entryPoints: ['main.ts', 'comparison.css'].map((name) => ({
      in: join(rootFolder, 'src', 'webview', 'comparison', name),
      out: 'comparison',
    })),
    format: 'iife',
    legalComments: 'none',
    loader: { '.ttf': 'file' },
    logLevel: 'warning',
    metafile: true,
    minify: production,
    outdir: join(distFolder, 'webview'),
    platform: 'browser',
    plugins: [focusVisible],
    sourcemap: production ? false : 'inline',
    // The Chromium of the lowest VS Code that the extension runs on.
    target: 'chrome138',
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
  const sum = (of: typeof sizes): number => of.reduce((total, { bytes }) => total + bytes, 0);
  const language = sum(sizes.filter(({ name }) => name.startsWith('yaml')));
  const main = sum(sizes.filter(({ name }) => name === 'extension.js'));
  const others = sum(sizes) - main - language;
  const report = sizes.map(({ name, bytes }) => `  ${name}  ${kilobytes(bytes)}`).join('\n');
  if (main >= limits.extension || others >= limits.others || language >= limits.language) {
    throw new Error(
      `The bundles are too big: extension.js ${kilobytes(main)} (limit ${kilobytes(limits.extension)}), ` +
        `YAML server and client ${kilobytes(language)} (limit ${kilobytes(limits.language)}), ` +
        `the others ${kilobytes(others)} (limit ${kilobytes(limits.others)}).\n${report}`,
    );
  }
  return report;
}

/** The sizes of the scripts of pages in kB, one a line. Throws when one is over its limit. */
export function checkPageSizes(metafile: Metafile): string {
  const scripts = Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.js'));
  const report = scripts.map(([path, { bytes }]) => `  webview/${basename(path)}  ${kilobytes(bytes)}`).join('\n');
  if (scripts.some(([, { bytes }]) => bytes >= limits.page)) {
    throw new Error(`A page is too big (limit ${kilobytes(limits.page)}).\n${report}`);
  }
  return report;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
