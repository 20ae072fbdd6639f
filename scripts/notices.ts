/** The texts of the licences of what is bundled, as the licences ask for. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { rootFolder } from './folder.ts';

const packagePath = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/u;

/** The folders of the packages that the bundles have something of, relative to the root. */
function packagesOf(metafiles: readonly Metafile[]): readonly string[] {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs: parts }) => Object.entries(parts).filter(([, { bytesInOutput }]) => bytesInOutput > 0))
    .flatMap(([path]) => packagePath.exec(path)?.[0] ?? []);
  return [...new Set(inputs)].sort();
}

/** What a package says of its licence. @throws where it says nothing, as then it may not be shipped */
async function licenceOf(folder: string): Promise<{ readonly title: string; readonly text: string }> {
  const path = join(rootFolder, folder);
  const { name, version, license } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8')) as Record<
    'name' | 'version' | 'license',
    string | undefined
  >;
  const files = (await readdir(path)).filter((file) => /^(?:licen[cs]e|copying|notice)/iu.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(path, file), 'utf8')));
  if (license === undefined && texts.length === 0) {
    throw new Error(`${folder} says nothing of its licence.`);
  }
  const text = texts.map((one) => one.replaceAll('\r\n', '\n').trim()).join('\n\n');
  return { title: `${name} ${version} (${license ?? 'see below'})`, text };
}

/** The notices of all bundled packages; those with the same text stand together. */
export async function notices(metafiles: readonly Metafile[]): Promise<string> {
  const licences = await Promise.all(packagesOf(metafiles).map(licenceOf));
  const together = Map.groupBy(licences, ({ text }) => text);
  return [...together]
    .map(([text, packages]) => `${packages.map(({ title }) => title).join('\n')}\n\n${text}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}
