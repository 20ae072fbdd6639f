/**
 * Usage: schemas.ts [folder]. Makes the JSON schema of every version of vcluster from the tables in schemas, and checks each; writes them to a
 * folder if one is named. The extension makes them in the same way at run time, so that only the tables are shipped.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { flagTable } from '../schemas/flags.ts';
import { legacyTable } from '../schemas/legacy.ts';
import { snippets } from '../schemas/snippets.ts';
import { vclusterTable } from '../schemas/vcluster.ts';
import { type JsonSchema, schemaOf } from '../src/core/config/schema/jsonSchema.ts';
import { pathInfo } from '../src/core/config/schema/pathInfo.ts';
import { allTargets, type Target, targetOf } from '../src/core/config/schema/target.ts';

/** Largest size of what is shipped for all versions together, in bytes. */
const sizeLimit = 400_000;

function nameOf(target: Target): string {
  return target.generation === 'current' ? `vcluster-0.${target.minor}` : `values-${target.distro}-0.${target.minor}`;
}

/**
 * The schemas of all versions by name, each a valid schema of draft 7.
 * @throws Error for a table that cannot be read, a snippet for no key, or tables that are too big
 */
export function checkedSchemas(): ReadonlyMap<string, JsonSchema> {
  const ajv = new Ajv({ strict: false });
  const schemas = new Map(allTargets().map((target) => [nameOf(target), schemaOf(target)] as const));
  const wrong = [...schemas].filter(([, schema]) => ajv.validateSchema(schema) !== true).map(([name]) => name);
  const lost = snippets.filter(({ path }) => pathInfo(path.split('.'), targetOf())?.known !== true);
  const problems = [...wrong, ...lost.map(({ path }) => `a snippet for ${path}`)];
  if (problems.length > 0) {
    throw new Error(`The tables in schemas make something that is no JSON schema: ${problems.join(', ')}`);
  }
  const size = Buffer.byteLength(vclusterTable + legacyTable + flagTable + JSON.stringify(snippets));
  if (size > sizeLimit) {
    throw new Error(`The tables in schemas have ${size} bytes, the limit is ${sizeLimit}.`);
  }
  return schemas;
}

/** Writes all schemas to a folder, one file each. */
async function writeSchemas(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, schema] of checkedSchemas()) {
    await writeFile(join(folder, `${name}.json`), JSON.stringify(schema));
  }
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  try {
    await (folder === undefined ? Promise.resolve(checkedSchemas()) : writeSchemas(folder));
    console.log(`${allTargets().length} schemas${folder === undefined ? '' : ` in ${folder}`}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
