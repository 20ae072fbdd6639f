/**
 * Usage: start.ts [--once] [--server]. Builds the extension, starts the playground and opens VS Code on it: desktop VS
 * Code where `code` is on PATH, else (or with --server) in the browser, at the address that it prints. Ctrl+C ends all.
 * --once ends by itself as soon as VS Code answers.
 */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onSuddenEnd } from '../test/cluster/host/exitGuard.ts';
import { ensureCodeServer } from './codeServer.ts';
import { findOnPath, run, runOrThrow } from './command.ts';
import { rootFolder } from './folder.ts';
import { PlaygroundProcess } from './playgroundProcess.ts';
import { VSCodeServer } from './vscodeServer.ts';

const { values } = parseArgs({
  options: { once: { type: 'boolean', default: false }, server: { type: 'boolean', default: false } },
});

const welcome = `# A playground for vCluster Explorer

Open the vCluster view in the activity bar: it shows the vclusters of a host cluster that lives in memory and changes by
itself. Nothing here touches your own kubeconfig or clusters; all of it is gone when you end the command that started it.
`;

async function inDesktop(code: string, folder: string, workspace: string, kubeconfig: string): Promise<void> {
  const own = ['--user-data-dir', join(folder, 'user-data'), '--extensions-dir', join(folder, 'extensions')];
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const development = ['--new-window', '--wait', '--disable-workspace-trust', '--extensionDevelopmentPath', rootFolder];
  console.log('Opening VS Code. Close its window or press Ctrl+C to end.');
  await run(code, [...own, ...asRoot, ...development, workspace], { env: { ...process.env, KUBECONFIG: kubeconfig } });
}

async function inServer(workspace: string, kubeconfig: string): Promise<void> {
  const server = await VSCodeServer.start(await ensureCodeServer('newest', console.log), {
    env: { KUBECONFIG: kubeconfig },
  });
  try {
    const address = server.page({ workspaceFolder: workspace, extensionFolder: rootFolder });
    console.log(`\nVS Code runs with the playground. Open this address in a browser:\n\n  ${address}\n`);
    if (values.once) {
      await checkPage(address);
      return;
    }
    console.log('Press Ctrl+C to end.');
    await untilInterrupted();
  } finally {
    await server.stop();
  }
}

async function checkPage(address: string): Promise<void> {
  const reply = await fetch(address, { redirect: 'manual' });
  const cookie = reply.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const location = new URL(reply.headers.get('location') ?? address, address);
  const page = await fetch(location, { headers: { cookie } });
  const text = await page.text();
  if (!page.ok || !text.includes('vscode-workbench-web-configuration')) {
    throw new Error(`VS Code answered ${page.status} without its workbench.`);
  }
  console.log('VS Code answers.');
}

/** Every signal ends the process, and with it what it has started; see `onSuddenEnd`. */
function untilInterrupted(): Promise<never> {
  return new Promise(() => setInterval(() => undefined, 60_000));
}

async function main(): Promise<void> {
  await runOrThrow(process.execPath, [join(rootFolder, 'scripts', 'build.ts'), '--dev']);
  const folder = await mkdtemp(join(tmpdir(), 'vcluster-start-'));
  onSuddenEnd(() => rmSync(folder, { recursive: true, force: true }));
  const workspace = join(folder, 'playground');
  await mkdir(workspace);
  await writeFile(join(workspace, 'README.md'), welcome);
  const playground = await PlaygroundProcess.start(join(folder, 'kube'));
  try {
    const code = values.server || values.once ? undefined : await findOnPath('code');
    await (code === undefined
      ? inServer(workspace, playground.kubeconfig)
      : inDesktop(code, folder, workspace, playground.kubeconfig));
  } finally {
    await playground.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
process.exit();
