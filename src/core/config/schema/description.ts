import * as l10n from '@vscode/l10n';
import type { SchemaNode } from './node.ts';
import { linkOf } from './pathInfo.ts';
import type { Target } from './target.ts';

/** What the keys above say that holds below as well. */
export interface Surroundings {
  readonly text?: string;
  readonly page?: string;
  readonly pro: boolean;
}

/** What a node says to the keys below it. */
export function within(node: SchemaNode, around: Surroundings): Surroundings {
  const { text, page = around.page } = node;
  return {
    pro: node.pro || around.pro,
    ...(text === undefined ? {} : { text }),
    ...(page === undefined ? {} : { page }),
  };
}

/** A value as YAML on one line; undefined for one that is too long to be said. */
function short(value: unknown): string | undefined {
  const text = value === undefined ? '' : JSON.stringify(value);
  return text === '' || text.length > 60 ? undefined : text;
}

/** The sentence that says what a key is for. */
export function plainDescription(node: SchemaNode, around: Surroundings): string | undefined {
  if (node.text !== undefined) {
    return node.text;
  }
  return node.key === 'enabled' && around.text !== undefined ? l10n.t('On or off: {0}', around.text) : undefined;
}

function versionText({ since, until }: SchemaNode): string | undefined {
  if (until === undefined) {
    return since === undefined ? undefined : l10n.t('Since {0}', `0.${since}`);
  }
  return since === undefined
    ? l10n.t('Up to {0}', `0.${until}`)
    : l10n.t('From {0} to {1}', `0.${since}`, `0.${until}`);
}

/** The same with default, versions, Pro mark, successor and link, as Markdown. */
export function markdownDescription(node: SchemaNode, around: Surroundings, target: Target): string {
  const preset = short(node.default);
  const { page, pro } = within(node, around);
  const facts = [
    preset && l10n.t('Default: {0}', `\`${preset}\``),
    node.values.length > 0 && l10n.t('Values: {0}', node.values.map((value) => `\`${value}\``).join(', ')),
    versionText(node),
    pro && l10n.t('Needs the Pro image'),
    node.required && l10n.t('Required'),
  ].filter((fact) => typeof fact === 'string');
  const replaced = node.successor && l10n.t('Use {0} instead.', `\`${node.successor}\``);
  return [
    plainDescription(node, around),
    target.generation === 'current' && node.deprecated
      ? [l10n.t('Deprecated.'), replaced].filter(Boolean).join(' ')
      : undefined,
    target.generation === 'legacy' && node.successor
      ? l10n.t('In a vcluster.yaml: {0}', `\`${node.successor}\``)
      : undefined,
    facts.join(' · '),
    `[${l10n.t('Documentation')}](${linkOf(page, target)})`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n');
}
