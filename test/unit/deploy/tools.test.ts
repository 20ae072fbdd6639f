import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationError, type OperationErrorKind } from '../../../src/core/base/operationError.ts';
import { runCommand } from '../../../src/core/deploy/runner.ts';
import { Tools } from '../../../src/core/deploy/tools.ts';
import type { ToolName } from '../../../src/core/deploy/toolVersion.ts';
import { ToolBench } from './fakeTool.ts';

describe('finding tools', () => {
  let bench: ToolBench;
  const { signal } = new AbortController();

  beforeEach(async () => {
    bench = await ToolBench.open();
  });

  afterEach(() => bench.close());

  function tools(
    more: { path?: string; configured?: string; untrusted?: readonly string[]; fast?: boolean } = {},
  ): Tools {
    const { path = bench.bin, configured, untrusted = [], fast = false } = more;
    return new Tools({
      run: (command, options) => runCommand(fast ? { ...command, timeoutMs: 400 } : command, options),
      configuredPath: () => configured,
      environment: () => ({ PATH: path }),
      untrusted: () => untrusted,
    });
  }

  async function assertFails(found: Promise<unknown>, kind: OperationErrorKind, message: RegExp): Promise<void> {
    await assert.rejects(found, (error) => {
      assert.ok(OperationError.is(error, kind), `${error}`);
      assert.match(error.message, message);
      return true;
    });
  }

  it('takes what PATH has, and asks for the version once', async () => {
    const path = await bench.program('vcluster', `note(args.join(' ')); console.log('vcluster version 0.36.1');`);
    const known = tools();
    assert.deepEqual(await known.find('vcluster', signal), { name: 'vcluster', path, version: '0.36.1' });
    await known.find('vcluster', signal);
    assert.deepEqual(await bench.notes('vcluster'), ['--version']);
    await bench.program('vcluster', `note(args.join(' ')); console.log('vcluster version 0.14.2   ');`);
    assert.equal((await known.find('vcluster', signal)).version, '0.14.2', 'asked again when the file has changed');
  });

  it('knows helm by its template', async () => {
    await bench.program('helm', `console.log(args[1] === '--template={{.Version}}' ? 'v3.20.2' : 'what?');`);
    assert.equal((await tools().find('helm', signal)).version, '3.20.2');
  });

  it('takes the path of the setting before PATH', async () => {
    await bench.program('helm', `console.log('v3.20.2');`);
    const configured = await bench.program('my-helm', `console.log('v3.21.0+gabc');`);
    assert.equal((await tools({ configured }).find('helm', signal)).version, '3.21.0+gabc');
  });

  const misfits: readonly (readonly [what: string, tool: ToolName, code: string, message: RegExp])[] = [
    ['is too old', 'vcluster', `console.log('vcluster version 0.9.1')`, /0\.9\.1, which is too old\. Install 0\.14/u],
    ['is too old', 'helm', `console.log('v3.9.4')`, /v3\.9\.4, which is too old\. Install 3\.10/u],
    ['is helm 2', 'helm', `console.error('Error: could not find tiller'); process.exit(1)`, /could not find tiller/u],
    ['is something else', 'vcluster', `console.log('GNU coreutils 9.4')`, /is not vcluster: .*“GNU coreutils 9\.4”/u],
    ['is another vcluster', 'vcluster', `console.log('version 7')`, /is not vcluster/u],
    ['prints JSON null', 'vcluster', `console.log('null')`, /“null”/u],
    ['prints nothing', 'helm', '', /does not say a version/u],
    [
      'prints garbage',
      'helm',
      `process.stdout.write(Buffer.from([0, 255, 27, 91, 51, 49, 109, 10, 8]))`,
      /is not helm/u,
    ],
    ['prints without end', 'helm', `for (;;) { fs.writeSync(1, 'v3.20.2'.repeat(9999)); }`, /more than 1 MiB/u],
    ['fails', 'vcluster', `console.error('Segmentation fault'); process.exit(139)`, /is broken: .*Segmentation fault/u],
  ];
  for (const [what, tool, code, message] of misfits) {
    it(`refuses a ${tool} that ${what}`, async () => {
      await bench.program(tool, code);
      await assertFails(tools().find(tool, signal), 'toolUnfit', message);
    });
  }

  it('refuses one that hangs', async () => {
    await bench.program('vcluster', 'setInterval(() => {}, 1000);');
    await assertFails(tools({ fast: true }).find('vcluster', signal), 'toolUnfit', /does not say its version/u);
  });

  it('says that none is there', async () => {
    await assertFails(tools().find('helm', signal), 'toolMissing', /helm was not found on PATH/u);
    await assertFails(
      tools({ configured: '/nowhere/helm' }).find('helm', signal),
      'toolMissing',
      /at \/nowhere\/helm/u,
    );
    await assertFails(tools({ configured: 'bin/helm' }).find('helm', signal), 'toolMissing', /not an absolute path/u);
  });

  it('takes nothing from the present folder, from a workspace or through a link into one', async () => {
    const workspace = join(bench.folder, 'workspace');
    const bin = join(workspace, 'node_modules', '.bin');
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, 'helm'), `#!${process.execPath}\nconsole.log('v3.20.2');`, { mode: 0o755 });
    const linked = join(bench.folder, 'linked');
    await mkdir(linked);
    await symlink(join(bin, 'helm'), join(linked, 'helm'));
    const cwd = process.cwd();
    process.chdir(bin);
    try {
      await assertFails(
        tools({ path: `.::${bin}:${linked}`, untrusted: [workspace] }).find('helm', signal),
        'toolMissing',
        /PATH/u,
      );
      assert.equal((await tools({ path: bin }).find('helm', signal)).version, '3.20.2');
    } finally {
      process.chdir(cwd);
    }
  });
});
