// Run by hand: node test/cluster/host/check.ts
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFleet } from '../fleet.ts';
import { ControlPlane } from './controlPlane.ts';

const wanted = 5;
const started = performance.now();
const say = (line: string): void => console.log(`${((performance.now() - started) / 1000).toFixed(1)} s  ${line}`);

interface List {
  readonly items: readonly { readonly status?: { readonly readyReplicas?: number; readonly phase?: string } }[];
}

const host = await ControlPlane.start({ progress: say });
const pids = [...host.pids];
try {
  say(`API server at ${host.server}, processes ${pids.join(', ')}`);
  const fleet = await createFleet(host.api, { vclusters: wanted, podsEach: 2, controllerManager: true });
  say(`${fleet.vclusters.length} vclusters with ${fleet.objects} objects`);
  const list = () => host.api.get<List>('/apis/apps/v1/statefulsets?labelSelector=app%3Dvcluster');
  let ready = 0;
  for (let turn = 0; turn < 100 && ready < wanted; turn += 1) {
    ready = (await list()).items.filter((item) => item.status?.readyReplicas === 1).length;
    await sleep(100);
  }
  assert.equal(ready, wanted, 'The controller manager counts the pods as ready.');
  say('the controller manager says that all are ready');
  await host.restartApiServer();
  assert.equal((await list()).items.length, wanted);
  say('API server restarted');
  say(`compacted at revision ${await host.compact()}`);
} finally {
  await host.stop();
}
for (const pid of [...pids]) {
  assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
}
assert.equal(existsSync(host.folder), false);
say('stopped; no process and no file is left');
