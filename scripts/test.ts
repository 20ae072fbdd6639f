/** Usage: test.ts [TIER…] [-- ARGUMENTS of the tier's runner]. Runs those tiers, or all; see tier.ts for their names. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runOrThrow } from './command.ts';
import { resultFolder, rootFolder } from './folder.ts';
import { summary } from './summary.ts';
import { ensureSystem } from './system.ts';
import { runTier, type Tier, tiers } from './tier.ts';

const [own, more] = splitAt(process.argv.slice(2), '--');
const { positionals } = parseArgs({ args: [...own], allowPositionals: true });

function splitAt(all: readonly string[], mark: string): readonly [readonly string[], readonly string[]] {
  const index = all.indexOf(mark);
  return index === -1 ? [all, []] : [all.slice(0, index), all.slice(index + 1)];
}

function chosenTiers(names: readonly string[]): readonly Tier[] {
  if (names.length === 0) {
    return tiers;
  }
  return names.map((name) => {
    const tier = tiers.find((one) => one.name === name);
    if (tier === undefined) {
      throw new Error(`There is no tier ${name}; there are ${tiers.map((one) => one.name).join(', ')}.`);
    }
    return tier;
  });
}

async function main(): Promise<void> {
  const chosen = chosenTiers(positionals);
  await rm(resultFolder, { recursive: true, force: true });
  if (chosen.some((tier) => tier.browser)) {
    await ensureSystem('browser');
  }
  if (chosen.some((tier) => tier.build)) {
    await runOrThrow(process.execPath, [join(rootFolder, 'scripts', 'build.ts')]);
  }
  for (const tier of chosen) {
    console.log(`\n=== ${tier.name} ===`);
    if (!(await runTier(tier, more))) {
      process.exitCode = 1;
    }
  }
  console.log(`\n${await summary(chosen.map((tier) => tier.name))}`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
