import * as l10n from '@vscode/l10n';
import { parseConfig } from '../document.ts';
import { effectiveValues } from '../explanation/effective.ts';
import { explainValues } from '../explanation/explanation.ts';
import { convertConfig, convertDocument } from '../migration/conversion.ts';
import { migrateVersionDocument } from '../migration/versionMigration.ts';
import { cursorAt } from '../offers/cursor.ts';
import { offeredAt } from '../offers/offer.ts';
import { inBlock, inFile, type ValuesBlock } from '../recognition/valuesBlock.ts';
import { newestVersion } from '../recognition/version.ts';
import { additionsOf } from '../rules/additions.ts';
import { allRules } from '../rules/catalog.ts';
import { type Fix, fixAll, fixesOf } from '../rules/fixes.ts';
import { schemaOf } from '../schema/jsonSchema.ts';
import type { LegacyDistro } from '../schema/target.ts';
import { targetOf } from '../schema/target.ts';
import { validateConfig } from '../validate.ts';
import type { ConfigAnswers, ConfigRequests, ConfigTask } from './configTask.ts';
import { distroOf } from './distro.ts';
import { type LookRequest, look } from './look.ts';

type Tasks = { readonly [T in ConfigTask]: (request: ConfigRequests[T]) => ConfigAnswers[T] };

/** The fixes of a finding inside a block, with places of the file. */
function blockFixes(block: ValuesBlock, fixes: readonly Fix[]): readonly Fix[] {
  const indented = (text: string): string => text.replaceAll('\n', `\n${' '.repeat(block.indent)}`);
  return fixes.map((fix) => ({
    ...fix,
    edits: fix.edits.map(({ range, newText }) => ({ range: inFile(block, range), newText: indented(newText) })),
  }));
}

function fixes({ look: request, finding: index }: ConfigRequests['fixes']): readonly Fix[] {
  const seen = look(request);
  const finding = seen?.findings[index];
  if (seen === undefined || finding === undefined) {
    return [];
  }
  if (seen.form === 'values') {
    return fixesOf(parseConfig(request.text), finding);
  }
  const block = seen.blocks.find((one) => inBlock(one, finding) !== undefined);
  const start = block && inBlock(block, finding);
  const end = block && inBlock(block, { line: finding.endLine, character: finding.endCharacter });
  if (block === undefined || start === undefined || end === undefined) {
    return [];
  }
  const place = { ...start, endLine: end.line, endCharacter: end.character };
  return blockFixes(block, fixesOf(parseConfig(block.text), { ...finding, ...place }));
}

function allFixed(request: LookRequest): string {
  const seen = look(request);
  return seen?.form === 'values' ? fixAll(parseConfig(request.text), seen.findings) : request.text;
}

/** What a file is for. */
function placed(request: LookRequest): { readonly version: string; readonly distro?: LegacyDistro } {
  const seen = look(request);
  const { version = '', distro } = { version: seen?.version.version, distro: seen?.distro };
  return { version, ...(distro === undefined ? {} : { distro }) };
}

/** What the thread can do. All of it is pure. */
export const tasks: Tasks = {
  look,
  fixes,
  fixAll: allFixed,
  validate: ({ text, ...options }) => validateConfig(text, options),
  convert: ({ text, distro }) => convertConfig(text, { distro }),
  migrate: ({ text, distro, from }) =>
    from === undefined
      ? convertDocument(text, { distro: distro ?? distroOf({ text, line: 0, indent: 0 }) })
      : migrateVersionDocument(text, { from, to: newestVersion }),
  additions: (request) => {
    const seen = look(request);
    return seen?.form === 'values' ? additionsOf(parseConfig(request.text), placed(request)) : [];
  },
  offer: ({ text, line, character }) => {
    const cursor = cursorAt(text, line, character);
    const kind = cursor && offeredAt(cursor);
    return cursor === undefined || kind === undefined ? undefined : { kind, typed: cursor.typed };
  },
  effective: (request) => {
    const { version, distro } = placed(request);
    return effectiveValues(request.text, targetOf(version, distro));
  },
  explain: (request) => {
    const { version, distro } = placed(request);
    return explainValues(request.text, version, distro);
  },
  explainFinding: ({ code }) => {
    const rule = allRules.find((one) => one.code === code);
    return `# ${code}\n\n${rule?.explanation() ?? l10n.t('The structure of the file is not what this version of vCluster expects.')}\n`;
  },
  schema: ({ version, distro }) => JSON.stringify(schemaOf(targetOf(version, distro))),
};
