import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TierResult } from '../test/reporter.ts';
import { run } from './command.ts';
import { resultFolder, rootFolder } from './folder.ts';

/** One kind of tests: how it is run, and what of the tools it needs first. */
export interface Tier {
  readonly name: string;
  readonly arguments: readonly string[];
  /** The bundles. */
  readonly build: boolean;
  /** A browser that plays the window of VS Code. */
  readonly browser: boolean;
}

const reporter = join(rootFolder, 'test', 'reporter.ts');

function mochaTier(name: string, config: string, needs: { readonly build: boolean; readonly browser: boolean }): Tier {
  const mocha = join(rootFolder, 'node_modules', 'mocha', 'bin', 'mocha.js');
  return { name, arguments: [mocha, '--config', config, '--reporter', reporter], ...needs };
}

function vscodeTier(version: string): Tier {
  const script = join(rootFolder, 'test', 'vscode', 'run.ts');
  return { name: `vscode-${version}`, arguments: [script, '--version', version], build: true, browser: true };
}

/** Beside a stand-in for Red Hat's YAML extension. */
const besideTier: Tier = {
  ...vscodeTier('newest'),
  name: 'vscode-beside',
  arguments: [...vscodeTier('newest').arguments, '--beside'],
};

/** Every tier, the fastest first. */
export const tiers: readonly Tier[] = [
  mochaTier('unit', '.mocharc.json', { build: false, browser: false }),
  mochaTier('cluster', 'test/cluster/.mocharc.json', { build: false, browser: false }),
  vscodeTier('floor'),
  vscodeTier('newest'),
  besideTier,
  mochaTier('e2e', 'test/e2e/.mocharc.json', { build: true, browser: true }),
];

/** The file that holds the figures of a tier. */
export function resultFile(name: string): string {
  return join(resultFolder, `${name}.json`);
}

/** The figures of a tier that has run; undefined when it has not come to its end. */
export async function readResult(name: string): Promise<TierResult | undefined> {
  try {
    return JSON.parse(await readFile(resultFile(name), 'utf8')) as TierResult;
  } catch {
    return undefined;
  }
}

/** Runs a tier with `more` arguments and prints its report. Gives whether it ran at least one test and none failed. */
export async function runTier(tier: Tier, more: readonly string[]): Promise<boolean> {
  const env = { ...process.env, TEST_RESULT_FILE: resultFile(tier.name) };
  const { code } = await run(process.execPath, [...tier.arguments, ...more], { cwd: rootFolder, env });
  const result = await readResult(tier.name);
  return code === 0 && result !== undefined && result.failed === 0 && result.passed > 0;
}
