import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createFleet, type Fleet } from '../cluster/fleet.ts';
import { kubectlProgram } from '../cluster/host/build.ts';
import { ControlPlane } from '../cluster/host/controlPlane.ts';
import { coldFigures, growthFigures, measureCold } from './cold.ts';
import { longEditingPlan, measureEditing, shortEditingPlan } from './editing.ts';
import { type Figure, passes, table } from './figure.ts';
import { longForwardPlan, measureForward, shortForwardPlan } from './forward.ts';
import { measureLive, measureMemory } from './live.ts';
import { sizeFigures } from './size.ts';

const { values: flags } = parseArgs({ options: { short: { type: 'boolean', default: false } } });
const plan = flags.short
  ? {
      vclusters: 300,
      podsEach: 10,
      more: 1_000,
      rounds: 3,
      restSeconds: 10,
      changeSeconds: 10,
      rate: 50,
      syncedPods: 2_000,
    }
  : {
      vclusters: 1_000,
      podsEach: 10,
      more: 5_000,
      rounds: 5,
      restSeconds: 30,
      changeSeconds: 30,
      rate: 50,
      syncedPods: 10_000,
    };

function say(text: string): void {
  console.error(`[bench] ${text}`);
}

async function grow(host: ControlPlane, from: number, to: number): Promise<Fleet> {
  const fleet = await createFleet(host.api, {
    vclusters: to - from,
    from: from + 1,
    podsEach: plan.podsEach,
    generation: 'both',
    mix: 'mixed',
  });
  say(`${fleet.objects.toLocaleString('en')} objects in ${(fleet.milliseconds / 1000).toFixed(0)} s`);
  return fleet;
}

/** A copy of the bundle, since a build in the meantime would take it away. */
async function copyOfEngine(folder: string): Promise<string> {
  const copy = join(folder, 'engine.js');
  await copyFile(fileURLToPath(new URL('../../dist/engine.js', import.meta.url)), copy);
  return copy;
}

async function measure(): Promise<readonly Figure[]> {
  say('editing');
  const editing = await measureEditing(flags.short ? shortEditingPlan : longEditingPlan);
  const kubectl = await kubectlProgram(say);
  const host = await ControlPlane.start({ controllerManager: false, progress: say });
  const engine = await copyOfEngine(host.folder);
  try {
    const empty = await measureCold(engine, kubectl, host.kubeconfigPath, plan.rounds);
    const fleet = await grow(host, 0, plan.vclusters);
    const small = await measureCold(engine, kubectl, host.kubeconfigPath, plan.rounds);
    say('live');
    const live = await measureLive(engine, host, fleet.vclusters, plan);
    say('memory');
    const memory = await measureMemory(engine, host, plan.syncedPods);
    say('forward');
    const forward = await measureForward(host, kubectl, flags.short ? shortForwardPlan : longForwardPlan);
    await grow(host, plan.vclusters, plan.more);
    const large = await measureCold(engine, kubectl, host.kubeconfigPath, plan.rounds);
    return [
      ...(await sizeFigures()),
      ...editing,
      ...coldFigures(small),
      ...live,
      ...memory,
      ...forward,
      ...coldFigures(large),
      ...growthFigures(empty, small, large),
    ];
  } finally {
    await host.stop();
  }
}

const figures = await measure();
const folder = fileURLToPath(new URL('../../out/bench/', import.meta.url));
await mkdir(folder, { recursive: true });
const result = { at: new Date().toISOString(), short: flags.short, figures };
await writeFile(`${folder}figures.json`, `${JSON.stringify(result, undefined, 2)}\n`);
console.log(table(figures));
console.log(`\n${JSON.stringify(result)}`);
process.exitCode = figures.every(passes) ? 0 : 1;
