import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { IPCMessageReader, IPCMessageWriter, MessageConnection } from 'vscode-jsonrpc/node';
import { ConfigService } from '../../src/core/config/worker/configService.ts';
import { settleMs } from '../../src/core/config/worker/lookTurns.ts';
import { serverFlags, serverSettings } from '../../src/core/config/yamlServer.ts';
import { type Figure, percentile } from './figure.ts';
import { longValues } from './longValues.ts';

/** What the language server and the thread are tried with. */
export interface EditingPlan {
  /** Of the file. */
  readonly lines: number;
  /** How often somebody types for a while and stops. */
  readonly pauses: number;
  readonly completions: number;
}

export const shortEditingPlan: EditingPlan = { lines: 2_000, pauses: 25, completions: 25 };
export const longEditingPlan: EditingPlan = { lines: 2_000, pauses: 60, completions: 60 };

const editMs = 50;
const editsBefore = 6;
const uri = 'file:///work/vcluster.yaml';
const schemaAddress = 'vcluster-schema://schemas/0.36.1/vcluster.json';
const jsonrpc = createRequire(import.meta.url)('vscode-jsonrpc/node') as {
  readonly createMessageConnection: (reader: IPCMessageReader, writer: IPCMessageWriter) => MessageConnection;
  readonly IPCMessageReader: typeof IPCMessageReader;
  readonly IPCMessageWriter: typeof IPCMessageWriter;
};

function built(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** Milliseconds from the last edit until its findings are there, for each pause, and the longest time that the asking process was blocked. */
async function measureFindings(
  service: ConfigService,
  { lines, pauses }: EditingPlan,
): Promise<{ readonly times: readonly number[]; readonly blocked: number }> {
  const text = longValues(lines);
  const path = '/vcluster.yaml';
  let timer: NodeJS.Timeout | undefined;
  const look = (edit: number) => service.ask('look', { path, text: `${text}# ${edit}\n` });
  for (let edit = 0; edit < 5; edit += 1) {
    await look(edit);
  }
  const times: number[] = [];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  for (let pause = 0; pause < pauses; pause += 1) {
    times.push(
      await new Promise<number>((resolve, reject) => {
        let before = 0;
        const type = (edit: number): void => {
          const at = performance.now();
          const wait = settleMs(at - before);
          before = at;
          clearTimeout(timer);
          const last = edit === editsBefore;
          timer = setTimeout(() => {
            look(edit).then(() => last && resolve(performance.now() - at), reject);
          }, wait);
          if (!last) {
            setTimeout(() => type(edit + 1), editMs);
          }
        };
        type(0);
      }),
    );
  }
  delay.disable();
  return { times, blocked: delay.max / 1e6 };
}

/** The bundled YAML server as the extension runs it. */
class Server {
  readonly #child = fork(built('dist/yamlServer.js'), ['--node-ipc'], {
    execArgv: [...serverFlags],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  readonly #connection = jsonrpc.createMessageConnection(
    new jsonrpc.IPCMessageReader(this.#child),
    new jsonrpc.IPCMessageWriter(this.#child),
  );
  #version = 1;

  async start(text: string, schema: (address: string) => Promise<string>): Promise<void> {
    this.#connection.onRequest(
      'workspace/configuration',
      ({ items }: { readonly items: readonly { section?: string }[] }) =>
        items.map(({ section }) => serverSettings[section ?? ''] ?? null),
    );
    this.#connection.onRequest('client/registerCapability', () => null);
    this.#connection.onRequest('custom/schema/request', () => [schemaAddress]);
    this.#connection.onRequest('custom/schema/content', schema);
    this.#connection.listen();
    await this.#connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: null,
      initializationOptions: { l10nPath: built('l10n') },
      capabilities: {
        workspace: { configuration: true },
        textDocument: { completion: { completionItem: { snippetSupport: true } } },
      },
    });
    await this.#connection.sendNotification('initialized', {});
    await this.#connection.sendNotification('yaml/registerCustomSchemaRequest');
    await this.#connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: this.#version, text },
    });
  }

  /** Types a text at the end of the file, and gives how many keys are offered there, and after how many milliseconds. */
  async complete(text: string, typed: string): Promise<{ readonly offered: number; readonly milliseconds: number }> {
    this.#version += 1;
    const changed = `${text}${typed}`;
    const started = performance.now();
    await this.#connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: this.#version },
      contentChanges: [{ text: changed }],
    });
    const position = {
      line: changed.split('\n').length - 1,
      character: changed.length - changed.lastIndexOf('\n') - 1,
    };
    const answer = await this.#connection.sendRequest<{ readonly items: readonly unknown[] } | null>(
      'textDocument/completion',
      { textDocument: { uri }, position },
    );
    return { offered: answer?.items.length ?? 0, milliseconds: performance.now() - started };
  }

  /** In MB. */
  async memory(): Promise<number> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1]) / 1024;
  }

  async stop(): Promise<void> {
    this.#connection.dispose();
    if (this.#child.exitCode === null && this.#child.kill()) {
      await once(this.#child, 'exit');
    }
  }
}

async function measureServer(
  service: ConfigService,
  { lines, completions }: EditingPlan,
): Promise<{ readonly times: readonly number[]; readonly memory: number; readonly fewest: number }> {
  const server = new Server();
  const text = longValues(lines);
  const times: number[] = [];
  let [memory, fewest] = [0, Number.POSITIVE_INFINITY];
  try {
    await server.start(text, (address) => service.ask('schema', { version: address.split('/')[3] ?? '' }));
    for (let round = -20; round < completions; round += 1) {
      const { offered, milliseconds } = await server.complete(
        text,
        `  ${'limitRange'.slice(0, 1 + (Math.abs(round) % 5))}`,
      );
      if (round >= 0) {
        times.push(milliseconds);
        fewest = Math.min(fewest, offered);
      }
      memory = Math.max(memory, await server.memory());
      await sleep(editMs);
    }
  } finally {
    await server.stop();
  }
  return { times, memory, fewest };
}

/** What it takes to edit a long vcluster.yaml. */
export async function measureEditing(plan: EditingPlan): Promise<readonly Figure[]> {
  const service = new ConfigService(built('dist/configWorker.js'));
  const file = `${plan.lines.toLocaleString('en')} lines`;
  try {
    const findings = await measureFindings(service, plan);
    const server = await measureServer(service, plan);
    if (server.fewest === 0) {
      throw new Error('The YAML server offers nothing.');
    }
    const typing = `an edit every ${editMs} ms, 95th percentile`;
    return [
      {
        name: `${file}: from the last edit to its findings`,
        value: percentile(findings.times, 95),
        unit: 'ms',
        limit: 100,
        note: `${typing}, of it ${settleMs(editMs)} ms until nothing more is typed`,
      },
      {
        name: `${file}: longest time that the asking process is blocked`,
        value: findings.blocked,
        unit: 'ms',
        limit: 20,
      },
      {
        name: `${file}: completion`,
        value: percentile(server.times, 95),
        unit: 'ms',
        // With few of them, one pause of the machine is the 95th percentile.
        ...(plan === longEditingPlan ? { limit: 50 } : { aim: 50 }),
        note: typing,
      },
      { name: `${file}: memory of the YAML server`, value: server.memory, unit: 'MB', limit: 120, note: 'RSS' },
    ];
  } finally {
    service.dispose();
  }
}
