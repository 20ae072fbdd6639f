import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import type { Operation } from '../../../src/core/base/operation.ts';
import { OperationError, type OperationErrorKind } from '../../../src/core/base/operationError.ts';
import { createCliDriver } from '../../../src/core/deploy/cliDriver.ts';
import type { Driver } from '../../../src/core/deploy/driver.ts';
import { chooseDriver } from '../../../src/core/deploy/driverChoice.ts';
import { createHelmDriver } from '../../../src/core/deploy/helmDriver.ts';
import { type Runner, runCommand } from '../../../src/core/deploy/runner.ts';
import { Tools } from '../../../src/core/deploy/tools.ts';
import type { Generation } from '../../../src/core/vcluster/model.ts';
import { isRunning, ToolBench, waitFor } from './fakeTool.ts';
import { current, hostOf, legacy } from './hosts.ts';

/** A CLI of a version that notes what it is asked for, and then does `code`. */
function cli(version: string, code = ''): string {
  return `if (args[0] === '--version') { console.log('vcluster version ${version}'); process.exit(0); }
    note(JSON.stringify({ args, kubeconfig: JSON.parse(fs.readFileSync(process.env.KUBECONFIG, 'utf8'))['current-context'],
      values: (args.find((one) => one.includes('values=')) || '').split('values=')[1] })); ${code}`;
}

function helm(version: string, code = ''): string {
  return `if (args[0] === 'version') { console.log('${version}'); process.exit(0); } note(args.join(' ')); ${code}`;
}

describe('drivers', () => {
  let bench: ToolBench;
  let run: Runner;
  let phases: string[];
  let lines: string[];
  let controller: AbortController;

  beforeEach(async () => {
    bench = await ToolBench.open();
    run = (command, options) => runCommand(command, { graceMs: 300, parentFolder: bench.runs, ...options });
    phases = [];
    lines = [];
    controller = new AbortController();
  });

  afterEach(() => bench.close());

  const operation = (): Operation => ({ signal: controller.signal, report: (phase) => phases.push(phase) });

  function choose(
    generation: Generation,
    more: { purpose?: 'deploy' | 'upgrade' | 'uninstall'; embedded?: Driver } = {},
  ): Promise<Driver> {
    const environment = { PATH: [bench.bin, '/nowhere'].join(delimiter) };
    const tools = new Tools({ run, configuredPath: () => undefined, environment: () => environment });
    const needs = { tools, run, host: hostOf({ environment }), purpose: 'deploy' as const, generation, ...more };
    return chooseDriver({ ...needs, onLine: (line) => lines.push(line) }, controller.signal);
  }

  async function assertFails(running: Promise<unknown>, kind: OperationErrorKind, message: RegExp): Promise<void> {
    await assert.rejects(running, (error) => {
      assert.ok(OperationError.is(error, kind), `${error}`);
      assert.match(error.message, message);
      return true;
    });
    assert.deepEqual(await bench.left(), []);
  }

  it('are the CLI before helm, where its generation fits the chart', async () => {
    await bench.program('vcluster', cli('0.36.1'));
    await bench.program('helm', helm('v3.20.2'));
    assert.equal((await choose('current')).label, 'vcluster CLI 0.36.1');
    assert.equal((await choose('legacy')).label, 'helm 3.20.2');
    assert.equal((await choose('legacy', { purpose: 'uninstall' })).kind, 'vcluster');
    await bench.program('vcluster', cli('0.14.2  '.trim()));
    assert.equal((await choose('current')).kind, 'helm');
  });

  it('say why none can be used', async () => {
    await assertFails(
      choose('current'),
      'toolMissing',
      /takes the vcluster CLI or helm\. vcluster was not found on PATH.*helm was not/u,
    );
    await bench.program('vcluster', cli('0.36.1'));
    await assertFails(choose('legacy'), 'toolUnfit', /0\.36\.1 does not deploy charts before 0\.20/u);
    await bench.program('vcluster', cli('0.19.7'));
    await assertFails(choose('current'), 'toolUnfit', /0\.19\.7 does not deploy charts from 0\.20 on/u);
  });

  it('are the embedded one on the playground, whatever tools there are', async () => {
    await bench.program('vcluster', cli('0.36.1', 'process.exit(1);'));
    const embedded: Driver = {
      kind: 'playground',
      label: 'playground',
      deploy: async () => {},
      upgrade: async () => {},
      uninstall: async () => {},
    };
    assert.equal(await choose('current', { embedded }), embedded);
  });

  it('run the CLI with a kubeconfig of its own and the values', async () => {
    const read = `const file = args.find((one) => one.includes('values=')).split('values=')[1];
      note(fs.readFileSync(file, 'utf8').trim()); console.log('done');`;
    await bench.program('vcluster', cli('0.36.1', read));
    const driver = await choose('current');
    await driver.deploy(current, operation());
    const [asked = '', values] = await bench.notes('vcluster');
    assert.deepEqual(JSON.parse(asked).args.slice(0, 3), ['create', 'web', '--namespace=team-web']);
    assert.equal(JSON.parse(asked).kubeconfig, current.context);
    assert.equal(values, 'sync: {}');
    assert.deepEqual(lines, ['done']);
    assert.deepEqual(phases, ['Running the vcluster CLI']);
    assert.deepEqual(await bench.left(), []);
  });

  it('tell what failed half-way, in the words of helm inside the CLI', async () => {
    const code = `console.log('13:02:11 info Create namespace team-web'); console.log('13:02:12 info execute command: helm upgrade web');
      console.error("13:02:13 fatal error executing helm upgrade web --install: Error: UPGRADE FAILED: context deadline exceeded"); process.exit(1);`;
    await bench.program('vcluster', cli('0.36.1', code));
    const driver = await choose('current');
    await assertFails(
      driver.deploy(current, operation()),
      'toolFailed',
      /^vcluster failed: .*UPGRADE FAILED: context deadline exceeded$/u,
    );
    assert.equal(lines.length, 3);
  });

  it('are cancelled with all that the CLI has started', async () => {
    const code = `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      note('pid ' + child.pid); setInterval(() => {}, 1000);`;
    await bench.program('vcluster', cli('0.36.1', code));
    const running = (await choose('current')).deploy(current, operation());
    const pid = async () =>
      Number((await bench.notes('vcluster')).find((one) => one.startsWith('pid '))?.slice(4) ?? 0);
    await waitFor(async () => (await pid()) > 0, 'its child');
    controller.abort();
    await assertFails(running, 'cancelled', /Cancelled/u);
    assert.equal(await isRunning(await pid()), false);
  });

  for (const [what, message] of [
    ['vcluster', `13:02:11 fatal couldn't find vcluster web`],
    ['helm', 'Error: uninstall: Release not loaded: web: release: not found'],
  ] as const) {
    it(`take a release that is gone already for deleted: ${what}`, async () => {
      const code = `console.error(${JSON.stringify(message)}); process.exit(1);`;
      const path = await bench.program(what, what === 'helm' ? helm('v3.20.2', code) : cli('0.36.1', code));
      const make = what === 'helm' ? createHelmDriver : createCliDriver;
      const tool = { name: what, path, version: what === 'helm' ? '3.20.2' : '0.36.1' };
      await make({ run, host: hostOf(), tool }).uninstall(current, operation());
    });
  }

  it('do not take other failures of deleting for that', async () => {
    await bench.program('vcluster', cli('0.14.2', `console.log('fatal Unauthorized'); process.exit(1);`));
    const driver = await choose('legacy');
    await assertFails(driver.uninstall(legacy, operation()), 'toolFailed', /Unauthorized/u);
  });
});
