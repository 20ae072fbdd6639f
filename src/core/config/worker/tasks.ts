import * as l10n from '@vscode/l10n';
import { effectiveValues } from '../explanation/effective.ts';
import { explainValues } from '../explanation/explanation.ts';
import { convertConfig } from '../migration/conversion.ts';
import { cursorAt } from '../offers/cursor.ts';
import { offeredAt } from '../offers/offer.ts';
import { newestVersion } from '../recognition/version.ts';
import { allRules } from '../rules/catalog.ts';
import { schemaOf } from '../schema/jsonSchema.ts';
import { targetOf } from '../schema/target.ts';
import { validateConfig } from '../validate.ts';
import { carriedCursor, carriedMeaning, carriedSuggestions } from './carried.ts';
import type { ConfigAnswers, ConfigRequests, ConfigTask } from './configTask.ts';
import { look } from './look.ts';
import { allFixed, blockAdditions, blockFixes, migrated, valuesAt } from './values.ts';

type Tasks = { readonly [T in ConfigTask]: (request: ConfigRequests[T]) => ConfigAnswers[T] };

/** What the thread can do. All of it is pure. */
export const tasks: Tasks = {
  look,
  fixes: ({ look: request, finding }) => blockFixes(request, finding),
  fixAll: allFixed,
  validate: ({ text, ...options }) => validateConfig(text, options),
  convert: ({ text, distro }) => convertConfig(text, { distro }),
  migrate: migrated,
  additions: blockAdditions,
  offer: ({ look: request, place, form }) => {
    const { line, character } = place;
    const cursor = form === 'carrier' ? carriedCursor(request, place) : cursorAt(request.text, line, character);
    const kind = cursor && offeredAt(cursor);
    return cursor === undefined || kind === undefined ? undefined : { kind, typed: cursor.typed };
  },
  suggest: ({ look: request, place }) => carriedSuggestions(request, place),
  meaning: ({ look: request, place }) => carriedMeaning(request, place),
  values: (request) => {
    const { block, options } = valuesAt(request);
    return { text: block.text, ...(options.distro === undefined ? {} : { distro: options.distro }) };
  },
  defaults: (request) => {
    const { options } = valuesAt(request);
    return effectiveValues('', targetOf(options.version, options.distro));
  },
  effective: (request) => {
    const { block, options } = valuesAt(request);
    return effectiveValues(block.text, targetOf(options.version, options.distro));
  },
  explain: (request) => {
    const { block, options } = valuesAt(request);
    return explainValues(block.text, options.version ?? newestVersion, options.distro);
  },
  explainFinding: ({ code }) => {
    const rule = allRules.find((one) => one.code === code);
    return `# ${code}\n\n${rule?.explanation() ?? l10n.t('The structure of the file is not what this version of vCluster expects.')}\n`;
  },
  schema: ({ version, distro }) => JSON.stringify(schemaOf(targetOf(version, distro))),
};
