import { Script } from 'node:vm';
import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import type { ConfigPath } from '../finding.ts';
import { toRename } from './answer.ts';
import { patches } from './patches.ts';
import type { Report, Rule } from './rule.ts';
import { type Settings, said } from './settings.ts';

/** The names that an expression can use without declaring them. */
const known: readonly string[] = [
  'value',
  'valueExists',
  'context',
  'undefined',
  'null',
  'true',
  'false',
  'NaN',
  'Infinity',
  'this',
];

/** Whether it compiles as the expression that it has to be. Nothing of it runs. */
function compiles(expression: string): boolean {
  try {
    new Script(`(${expression}\n)`);
    return true;
  } catch {
    return false;
  }
}

function expressionReport(expression: string, path: ConfigPath): readonly Report[] {
  if (expression.includes('{{') || expression.length > 20_000) {
    return [];
  }
  if (/^[A-Za-z_$][\w$]*$/u.test(expression.trim()) && !known.includes(expression.trim())) {
    const text = JSON.stringify(expression.trim());
    return [
      {
        path,
        message: l10n.t(
          'Nothing is called {0} here. For the text itself, write it in quotes of its own.',
          printable(expression),
        ),
        answers: [{ title: l10n.t('Quote as a Text'), changes: [{ kind: 'set', path, value: text }] }],
      },
    ];
  }
  // Statements are run as well, as Goja evaluates a whole program.
  return compiles(expression) || isProgram(expression)
    ? []
    : [{ path, message: l10n.t('This is no JavaScript expression, and fails when an object is synced.') }];
}

function isProgram(text: string): boolean {
  try {
    new Script(text);
    return true;
  } catch {
    return false;
  }
}

/** More of them are not looked at. */
const mostExpressions = 500;

function checkExpressions(settings: Settings): readonly Report[] {
  return patches(settings)
    .flat()
    .slice(0, mostExpressions)
    .flatMap(({ fields, path }) =>
      ['expression', 'reverseExpression'].flatMap((key) => {
        const expression = said(fields[key]);
        return expression === undefined ? [] : expressionReport(expression, [...path, key]);
      }),
    );
}

/** Keys with dots between, and any number of closed brackets, in which quotes are closed as well. */
const patchPath = /^(?!\/)(?:[^[\]"'\s]|\[(?:[^[\]"']|"[^"]*"|'[^']*')+\])+$/u;
/** Longer ones are not looked at. */
const longestPath = 300;
/** What a syncer gives every object itself. */
const fixed: readonly string[] = ['metadata.name', 'metadata.namespace'];

function checkPaths(settings: Settings): readonly Report[] {
  return patches(settings)
    .flat()
    .flatMap(({ fields, path }): readonly Report[] => {
      const text = said(fields['path']);
      if (text !== undefined && fixed.includes(text)) {
        const message = l10n.t('{0} is made by the syncer, and cannot be patched.', text);
        return [{ path: [...path, 'path'], message }];
      }
      return text === undefined || text.length > longestPath || patchPath.test(text)
        ? []
        : [
            {
              path: [...path, 'path'],
              message: l10n.t(
                '“{0}” is no path: write keys with dots between, [*] for every item and ["KEY"] for a key with dots.',
                printable(text),
              ),
            },
          ];
    });
}

/** Copies of these objects only change on their way back, as it were, from the host. */
const reversed: readonly string[] = ['configMaps', 'secrets', 'customResources'];

function checkDirection(settings: Settings): readonly Report[] {
  return patches(settings)
    .flat()
    .filter(({ fields, path }) => {
      const copied = path[1] === 'fromHost' && reversed.includes(String(path[2]));
      return copied && Boolean(fields['expression']) && !fields['reverseExpression'];
    })
    .map(({ path }) => ({
      path: [...path, 'expression'],
      at: 'key',
      message: l10n.t('What comes from the host is changed by reverseExpression here; expression has no effect.'),
      answers: [{ ...toRename([...path, 'expression'], 'reverseExpression'), cautious: true }],
    }));
}

/** Rules about the expressions of patches. */
export const expressionRules: readonly Rule[] = [
  {
    code: 'patch-expression',
    severity: 'warning',
    since: 21,
    explanation: () =>
      l10n.t(
        'Expressions are JavaScript, evaluated for each object with value and context. A text needs quotes inside those of YAML, as in expression: \'"text"\'; a bare word is taken as the name of a variable and fails while objects are synced.',
      ),
    check: checkExpressions,
  },
  {
    code: 'patch-path',
    severity: 'warning',
    since: 21,
    explanation: () =>
      l10n.t(
        'The path of a patch is made of keys with dots between, such as spec.containers[*].image, with quotes and brackets for keys that have dots themselves: metadata.annotations["example.com/team"]. vcluster reads it while objects are synced; a path that names nothing is passed over. The name and the namespace of an object are not for patches.',
      ),
    check: checkPaths,
  },
  {
    code: 'patch-direction',
    severity: 'information',
    since: 23,
    explanation: () =>
      l10n.t(
        'ConfigMaps, Secrets and custom resources that come from the host are changed by reverseExpression. An expression alone is passed over, unlike for nodes and classes of the host, where it is the one that counts.',
      ),
    check: checkDirection,
  },
];
