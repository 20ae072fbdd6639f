import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const root = join(import.meta.dirname, '..', '..', '..');

/** So much of YAML and JavaScript as shows what is injected into it, and where. */
const stubs: Readonly<Record<string, object>> = {
  'source.yaml': {
    scopeName: 'source.yaml',
    patterns: [
      { match: '#.*$', name: 'comment.line.yaml' },
      { match: '([\\w.-]+)(:)', captures: { 1: { name: 'entity.name.tag.yaml' } } },
      { match: '\\S+', name: 'string.yaml' },
    ],
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
