import * as l10n from '@vscode/l10n';
import {
  boolYaml11Tag,
  dump,
  FAILSAFE_SCHEMA,
  floatYaml11Tag,
  intYaml11Tag,
  load,
  mergeTag,
  nullYaml11Tag,
  YAMLException,
} from 'js-yaml';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { Raw } from '../vcluster/raw.ts';

/** Scalars as helm reads them: `yes` and `on` are booleans, and a date is a text. */
const helmSchema = FAILSAFE_SCHEMA.withTags(nullYaml11Tag, boolYaml11Tag, intYaml11Tag, floatYaml11Tag, mergeTag);

/** What is wrong with YAML, in few words and with the place. The exception itself quotes the text, which may hold secrets. */
export function yamlProblem(error: unknown): string {
  const { mark, reason = '' } = error instanceof YAMLException ? error : {};
  const why = printable(reason.replace(/["<].*$/su, ''), 120);
  return mark === undefined ? why : l10n.t('line {0}, column {1}: {2}', mark.line + 1, mark.column + 1, why);
}

/**
 * Values as helm reads them; an empty text is an empty map.
 * @throws OperationError `invalid` for what is no YAML, or no map
 */
export function parseValues(text: string): Raw {
  let value: unknown;
  try {
    value = text.trim() === '' ? {} : load(text, { schema: helmSchema });
  } catch (error) {
    throw new OperationError('invalid', l10n.t('The values are not valid YAML: {0}', yamlProblem(error)));
  }
  if (value === null || value === undefined) {
    return {};
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new OperationError('invalid', l10n.t('The values are not a YAML mapping. Write them as key: value.'));
  }
  return value as Raw;
}

/** Values as YAML that helm reads as the same; keys are in alphabetical order at every level, so that two texts can be compared. */
export function formatValues(values: Raw): string {
  return Object.keys(values).length === 0 ? '' : dump(values, { sortKeys: true, lineWidth: -1, noRefs: true });
}

function isMap(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The values with one set at a path; undefined takes the key away, and maps that are left empty by that. Nothing is changed in place. */
export function withValue(values: Raw, path: readonly string[], value: unknown): Raw {
  const [key, ...rest] = path;
  if (key === undefined) {
    return values;
  }
  const { [key]: before, ...others } = values;
  const after = rest.length === 0 ? value : withValue(isMap(before) ? before : {}, rest, value);
  const gone = after === undefined || (value === undefined && isMap(after) && Object.keys(after).length === 0);
  return gone ? others : { ...values, [key]: after };
}
