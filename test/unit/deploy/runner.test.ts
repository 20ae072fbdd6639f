import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationError, type OperationErrorKind } from '../../../src/core/base/operationError.ts';
import type { Command } from '../../../src/core/deploy/command.ts';
import { type RunOptions, runCommand } from '../../../src/core/deploy/runner.ts';
import { isRunning, ToolBench, waitFor } from './fakeTool.ts';

const env = { PATH: '/usr/bin:/bin' };

describe('the runner of commands', () => {
  let bench: ToolBench;
  let lines: string[];

  beforeEach(async () => {
    bench = await ToolBench.open();
    lines = [];
  });

  afterEach(() => bench.close());

  function command(file: string, more: Partial<Command<string>> = {}): Command<string> {
    return { file, argv: [], env, timeoutMs: 5000, parse: (output) => output, ...more };
  }

  function run<T>(one: Command<T>, more: Partial<RunOptions> = {}): Promise<T> {
    const options = { signal: AbortSignal.timeout(20_000), graceMs: 300, parentFolder: bench.runs };
    return runCommand(one, { ...options, onLine: (line) => lines.push(line), ...more });
  }

  async function assertFails(running: Promise<unknown>, kind: OperationErrorKind, message: RegExp): Promise<void> {
    await assert.rejects(running, (error) => {
      assert.ok(OperationError.is(error, kind), `${error}`);
      assert.match(error.message, message);
      return true;
    });
    assert.deepEqual(await bench.left(), [], 'nothing is left behind');
  }

  it('gives the output to parse, and says each line as it comes', async () => {
    const file = await bench.program('tool', `console.log('one'); console.error('two'); console.log(args.join('|'));`);
    const output = await run(command(file, { argv: ['a b', '$(id)', '--x=y;z'] }));
    assert.equal(output, 'one\na b|$(id)|--x=y;z\n');
    assert.deepEqual([...lines].sort(), ['a b|$(id)|--x=y;z', 'one', 'two']);
    assert.deepEqual(await bench.left(), []);
  });

  it('works in an empty private folder, with its files beside it', async () => {
    const code = `console.log(JSON.stringify({ here: fs.readdirSync('.'), file: fs.readFileSync('../values.yaml', 'utf8'),
      mode: fs.statSync('../values.yaml').mode & 0o777, folder: fs.statSync('..').mode & 0o777, env: process.env }));`;
    const file = await bench.program('tool', code);
    const seen = JSON.parse(await run(command(file, { files: { 'values.yaml': 'a: 1' }, quiet: true })));
    assert.deepEqual(seen, { here: [], file: 'a: 1', mode: 0o600, folder: 0o700, env });
    assert.deepEqual(lines, [], 'what is quiet is not logged');
  });

  it('says that a tool is missing', async () => {
    await assertFails(run(command(join(bench.bin, 'none'))), 'toolMissing', /none was not found at .*Install it/u);
    await assertFails(run(command('tool')), 'toolMissing', /not found/u);
  });

  it('says that a file is no program', async () => {
    const file = await bench.program('tool', '');
    await chmod(file, 0o644);
    await assertFails(run(command(file)), 'toolUnfit', /cannot be run/u);
  });

  it('gives the last line that means something', async () => {
    const file = await bench.program(
      'helm',
      `console.error('W1126 warning'); console.error('Error: INSTALLATION FAILED: cannot reuse a name');
       console.error('exit status 1'); process.exit(1);`,
    );
    await assertFails(run(command(file)), 'toolFailed', /^helm failed: INSTALLATION FAILED: cannot reuse a name$/u);
  });

  it('finds the reason on standard output as well, with colours and a time before it', async () => {
    const text = String.raw`\u001b[31m13:02:11 fatal\u001b[0m couldn't find vcluster x\n`;
    const file = await bench.program('vcluster', `process.stdout.write("${text}"); process.exit(1);`);
    await assertFails(run(command(file)), 'toolFailed', /^vcluster failed: couldn't find vcluster x$/u);
  });

  it('says so when a tool fails without a word', async () => {
    const file = await bench.program('helm', 'process.exit(3);');
    await assertFails(run(command(file)), 'toolFailed', /exit code 3/u);
  });

  it('takes output that parse refuses for an error', async () => {
    const file = await bench.program('tool', `console.log('null');`);
    const parse = (output: string): string => (JSON.parse(output) as { name: string }).name;
    await assertFails(run(command(file, { parse })), 'toolFailed', /cannot be read/u);
  });

  it('ends what takes too long, and gives its last words', async () => {
    const file = await bench.program('tool', `console.log('waiting for the moon'); setInterval(() => {}, 1000);`);
    await assertFails(run(command(file, { timeoutMs: 500 })), 'toolTimeout', /1 seconds.*waiting for the moon/u);
  });

  it('ends what writes without end', async () => {
    const file = await bench.program('tool', `setInterval(() => console.log('x'.repeat(100000)), 0);`);
    await assertFails(run(command(file), { maxBytes: 2 ** 20 }), 'toolFailed', /more than 1 MiB/u);
  });

  it('starts nothing when it is cancelled before', async () => {
    const file = await bench.program('tool', `note('started');`);
    await assertFails(run(command(file), { signal: AbortSignal.abort() }), 'cancelled', /Cancelled/u);
    assert.deepEqual(await bench.notes('tool'), []);
  });

  for (const [how, ignore] of [
    ['lets a tool tidy up when it is cancelled, and ends what that has started', false],
    ['forces a tool and its children that do not listen', true],
  ] as const) {
    it(how, async () => {
      const listen = ignore
        ? `process.on('SIGTERM', () => note('refused'));`
        : `process.on('SIGTERM', () => { note('tidied'); process.exit(1); });`;
      const grandchild = ignore ? `process.on('SIGTERM', () => {});` : '';
      const file = await bench.program(
        'tool',
        `${listen} const child = require('node:child_process').spawn(process.execPath,
          ['-e', ${JSON.stringify(`${grandchild} setInterval(() => {}, 1000); console.log('up')`)}], { stdio: ['ignore', 'pipe', 'ignore'] });
         child.stdout.once('data', () => { note('pid ' + process.pid); note('pid ' + child.pid); }); setInterval(() => {}, 1000);`,
      );
      const controller = new AbortController();
      const running = run(command(file), { signal: controller.signal });
      const pids = async () =>
        (await bench.notes('tool')).flatMap((note) => (note.startsWith('pid ') ? [Number(note.slice(4))] : []));
      await waitFor(async () => (await pids()).length === 2, 'both processes');
      controller.abort();
      await assertFails(running, 'cancelled', /Cancelled/u);
      assert.ok((await bench.notes('tool')).includes(ignore ? 'refused' : 'tidied'));
      for (const pid of await pids()) {
        assert.equal(await isRunning(pid), false, `process ${pid} is gone`);
      }
    });
  }

  it('ends a helper that a tool left behind, which holds its output open', async () => {
    const file = await bench.program(
      'tool',
      `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'],
        { stdio: ['ignore', 'inherit', 'inherit'] }); note('pid ' + child.pid); console.log('done'); child.unref(); process.exit(0);`,
    );
    assert.equal(await run(command(file)), 'done\n');
    const [pid = 0] = (await bench.notes('tool')).map((note) => Number(note.slice(4)));
    await waitFor(async () => !(await isRunning(pid)), 'its end');
  });

  it('keeps secrets out of the log and out of its errors', async () => {
    const secret = 'hunter2hunter2';
    const file = await bench.program(
      'tool',
      `console.log('using ${secret} now'); console.log('client-key-data: ' + 'QUJD'.repeat(9));
       console.error('Error: login with ${secret} refused, Authorization: Bearer abc.def'); process.exit(1);`,
    );
    const running = run(command(file, { redact: [secret] }));
    await assertFails(running, 'toolFailed', /login with •+ refused/u);
    const all = [...lines, await running.catch((error: Error) => error.message)].join('\n');
    for (const word of [secret, 'QUJDQUJD', 'abc.def']) {
      assert.ok(!all.includes(word), all);
    }
  });
});
