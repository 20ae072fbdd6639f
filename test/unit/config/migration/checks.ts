import { Ajv, type ValidateFunction } from 'ajv';
import { parseConfig } from '../../../../src/core/config/document.ts';
import { pathText } from '../../../../src/core/config/finding.ts';
import { schemaOf } from '../../../../src/core/config/schema/jsonSchema.ts';
import { targetOf } from '../../../../src/core/config/schema/target.ts';
import { isPlaceholder } from '../../../../src/core/config/template.ts';
import { validateConfig } from '../../../../src/core/config/validate.ts';

const compiled = new Map<string, ValidateFunction>();

function schemaCheck(version: string): ValidateFunction {
  const check =
    compiled.get(version) ?? new Ajv({ strict: false, allErrors: true }).compile(schemaOf(targetOf(version)));
  compiled.set(version, check);
  return check;
}

function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], value);
}

/** Everything that vcluster would refuse about a vcluster.yaml: what the schema says by another validator, and what ours says. Templates can become anything. */
export function problemsOf(text: string, version: string): readonly string[] {
  const document = parseConfig(text);
  const broken = document.documents.flatMap(({ errors }) => errors.map(({ message }) => message));
  const check = schemaCheck(version);
  check(document.value ?? {});
  const structure = (check.errors ?? [])
    .filter(({ instancePath }) => !isPlaceholder(at(document.value, instancePath)))
    .map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
  const findings = validateConfig(text, { version })
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, data }) => `${code} at ${pathText(data?.path ?? [])}: ${message}`);
  return [...broken, ...structure, ...findings];
}

/** Each value with its keys joined by dots; lists and empty maps as a whole. */
export function leavesOf(value: unknown, path = ''): ReadonlyMap<string, unknown> {
  const leaves = new Map<string, unknown>();
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value)) {
      for (const [leaf, one] of leavesOf(inner, path === '' ? key : `${path}.${key}`)) {
        leaves.set(leaf, one);
      }
    }
  } else {
    leaves.set(path, value);
  }
  return leaves;
}

/** The plain data of a text, as helm reads it. */
export function dataOf(text: string): unknown {
  return parseConfig(text).value;
}
