// Run by hand: node test/bench/forwardAlone.ts [--long]
import { kubectlProgram } from '../cluster/host/build.ts';
import { ControlPlane } from '../cluster/host/controlPlane.ts';
import { passes, table } from './figure.ts';
import { longForwardPlan, measureForward, shortForwardPlan } from './forward.ts';

const host = await ControlPlane.start({ controllerManager: false });
try {
  const plan = process.argv.includes('--long') ? longForwardPlan : shortForwardPlan;
  const figures = await measureForward(host, await kubectlProgram(), plan);
  console.log(table(figures));
  process.exitCode = figures.every(passes) ? 0 : 1;
} finally {
  await host.stop();
}
