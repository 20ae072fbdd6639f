import * as l10n from '@vscode/l10n';
import { isPlaceholder } from '../template.ts';
import { baseRules } from './baseRules.ts';
import { componentRules } from './componentRules.ts';
import { exposureRules } from './exposureRules.ts';
import { currentKeys } from './generation.ts';
import { isIsolated, isolate, isolationRules } from './isolationRules.ts';
import type { Conversion } from './legacyConversion.ts';
import type { LegacyRule, LegacyRules } from './legacyRule.ts';
import type { OldKey } from './oldKeys.ts';
import { syncerRules } from './syncerRules.ts';
import { syncRules } from './syncRules.ts';

const rules: LegacyRules = {
  ...syncRules,
  ...syncerRules,
  ...componentRules,
  ...baseRules,
  ...exposureRules,
  ...isolationRules,
};

/** Paths that have rules below them. */
const branches: ReadonlySet<string> = new Set(
  Object.keys(rules).flatMap((path) => {
    const steps = path.split('.');
    return steps.slice(1).map((_, i) => steps.slice(0, i + 1).join('.'));
  }),
);

const unknown: LegacyRule = (old, to) => {
  const message =
    old.path.length === 1 && currentKeys.includes(String(old.path[0]))
      ? l10n.t('The old chart passed over this key of the new format; it is carried over, and has an effect now.')
      : l10n.t('The old charts have no such key, so that it had no effect; it is left out.');
  if (old.path.length === 1 && currentKeys.includes(String(old.path[0]))) {
    to.place(old, [String(old.path[0])], to.copier.copy(old.node), { change: message });
  } else {
    to.note(old, 'unsupported', message);
  }
};

function isolation(old: OldKey, to: Conversion): void {
  if (!isIsolated(to)) {
    for (const child of to.keys.children(old)) {
      to.note(child, 'dropped', l10n.t('Without isolation.enabled this had no effect.'));
    }
    return;
  }
  isolate(to, old);
  to.within(old, (children) => {
    for (const child of children) {
      if (String(child.path.at(-1)).toLowerCase() !== 'enabled') {
        convertKey(child, to);
      } else if (isPlaceholder(child.value)) {
        to.note(
          child,
          'changed',
          l10n.t('A template decides this; here it is taken to be on. Put it where it belongs.'),
        );
      }
    }
  });
}

/** Does with one old key what the rules say, or with those below it. */
export function convertKey(old: OldKey, to: Conversion, above: LegacyRule = unknown): void {
  const path = old.path.join('.').toLowerCase();
  const rule = Object.hasOwn(rules, path) ? rules[path] : undefined;
  if (to.keys.isMap(old) && to.keys.children(old).length === 0) {
    to.note(old, 'dropped', l10n.t('Nothing was set here.'));
  } else if (path === 'isolation' && to.keys.isMap(old)) {
    isolation(old, to);
  } else if (branches.has(path) && to.keys.isMap(old)) {
    to.within(old, (children) => {
      for (const child of children) {
        convertKey(child, to, rule ?? above);
      }
    });
  } else if (rule !== undefined) {
    rule(old, to);
  } else if (branches.has(path)) {
    const empty = old.value === null || old.value === undefined;
    to.note(
      old,
      empty ? 'dropped' : 'unsupported',
      empty ? l10n.t('Nothing was set here.') : l10n.t('It must be a mapping, and is left out.'),
    );
  } else {
    above(old, to);
  }
}
