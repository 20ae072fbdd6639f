import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const root = join(import.meta.dirname, '..', '..', '..');

/**
 * So much of YAML and JavaScript as shows what is injected into it, and where. As in VS Code, each level of YAML takes its indentation
 * off a line before anything else sees it, so that nothing below the first level stands at the beginning of a line.
 */
const stubs: Readonly<Record<string, object>> = {
  'source.yaml': {
    scopeName: 'source.yaml',
    patterns: [{ begin: '^|\\G', while: '^|\\G', patterns: [{ include: '#node' }] }],
    repository: {
      node: {
        patterns: [
          { match: '#.*$', name: 'comment.line.yaml' },
          { include: '#sequence' },
          { include: '#mapping' },
          { begin: '[|>][-+]?$', while: '\\G', contentName: 'string.block.yaml' },
          { begin: '"', end: '"', name: 'string.quoted.yaml' },
          { match: '[^\\s"#|>](?:[^#"]*[^\\s#"])?', name: 'string.yaml' },
        ],
      },
      sequence: {
        begin: '\\G( *)-(?= )',
        while: '\\G(?:\\1 |\\1(?=-)| *$)',
        patterns: [{ match: '-(?= )' }, { begin: ' ', while: '\\G(?: | *$)', patterns: [{ include: '#node' }] }],
      },
      mapping: {
        begin: '\\G( *)(?=["\\w./-]+:(?: |$))',
        while: '\\G(?:\\1| *$)',
        patterns: [
          { match: '["\\w./-]+(?=:)', name: 'entity.name.tag.yaml' },
          { begin: ':', while: '\\G(?![\\w"])', patterns: [{ include: '#node' }] },
        ],
      },
    },
  },
  'source.js': { scopeName: 'source.js', patterns: [{ match: '\\b(value|context)\\b', name: 'variable.js' }] },
};

/** A piece of text and the scopes that it has beside those of the language. */
export type Token = readonly [text: string, ...scopes: string[]];

async function registry(): Promise<textmate.Registry> {
  const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
  await oniguruma.loadWASM(readFileSync(wasm).buffer).catch(() => undefined);
  const injected = ['rewritten-name', 'values'].map((name) => {
    const text = readFileSync(join(root, 'syntaxes', `${name}.tmLanguage.json`), 'utf8');
    return JSON.parse(text) as { readonly scopeName: string };
  });
  return new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    getInjections: (scope) => (scope === 'source.yaml' ? injected.map(({ scopeName }) => scopeName) : []),
    loadGrammar: async (scope) =>
      (stubs[scope] ?? injected.find(({ scopeName }) => scopeName === scope) ?? null) as textmate.IRawGrammar | null,
  });
}

/** The pieces of a YAML text that have a scope which ends in one of these. */
export async function tokens(text: string, ...endings: readonly string[]): Promise<readonly Token[]> {
  const grammar = await (await registry()).loadGrammar('source.yaml');
  let stack = textmate.INITIAL;
  return text.split('\n').flatMap((line) => {
    const result = grammar?.tokenizeLine(line, stack);
    stack = result?.ruleStack ?? stack;
    return (result?.tokens ?? []).flatMap(({ startIndex, endIndex, scopes }): readonly Token[] => {
      const own = scopes.filter((scope) => endings.some((ending) => scope.endsWith(ending)));
      return own.length === 0 ? [] : [[line.slice(startIndex, endIndex), ...own]];
    });
  });
}
