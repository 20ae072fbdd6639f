import * as l10n from '@vscode/l10n';
import { isMap } from 'yaml';
import { gone, type LegacyRule } from './legacyRule.ts';
import type { OldKey } from './oldKeys.ts';
import { append } from './podRules.ts';

const chartFields = ['name', 'repo', 'insecure', 'version', 'username', 'password'];

/** Charts to install inside: what is no field of the new list is taken out, and a version that YAML reads as a number is quoted. */
export const helm: LegacyRule = (old, to) => {
  const target = 'experimental.deploy.vcluster.helm';
  const items = to.keys.items(old);
  if (items.length === 0) {
    gone('unsupported', () => l10n.t('It must be a list of mappings, and is left out.'))(old, to);
  }
  for (const item of items) {
    const node = to.copier.copy(item.node);
    if (!isMap(node)) {
      to.note(item, 'unsupported', l10n.t('It must be a mapping, and is left out.'));
      continue;
    }
    const insecure = node.get('insecure');
    if (insecure !== undefined && isMap(node.get('chart'))) {
      node.setIn(['chart', 'insecure'], to.draft.node(insecure));
    }
    const inner = (from: OldKey, known: readonly string[]): void => {
      for (const one of to.keys.children(from)) {
        if (!known.includes(String(one.path.at(-1)))) {
          node.deleteIn(one.path.slice(item.path.length));
          if (one.path.at(-1) !== 'insecure') {
            to.note(one, 'unsupported', l10n.t('There is no such field in the new list; it is left out.'));
          }
        }
      }
    };
    inner(item, ['chart', 'release', 'values', 'timeout', 'bundle']);
    for (const one of to.keys.children(item)) {
      if (one.path.at(-1) === 'chart') {
        inner(one, chartFields);
      } else if (one.path.at(-1) === 'release') {
        inner(one, ['name', 'namespace']);
      }
    }
    append(to, item, target, node);
  }
};
