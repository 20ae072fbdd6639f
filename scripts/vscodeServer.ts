import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onSuddenEnd } from '../test/cluster/host/exitGuard.ts';
import type { CodeServer } from './codeServer.ts';

const startLimitMs = 60_000;
const graceMs = 3_000;

/** VS Code settings by their full name. */
export type Settings = Readonly<Record<string, unknown>>;

const quietSettings: Settings = {
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
};

/** How a server is started. */
export interface ServerOptions {
  readonly settings?: Settings;
  /** Added to the environment of the extension host. */
  readonly env?: NodeJS.ProcessEnv;
  /** Whether a folder has to be trusted before it is opened in full; off unless it is asked for. */
  readonly workspaceTrust?: boolean;
  /** Another extension that is installed. */
  readonly besideFolder?: string | undefined;
}

/** What the page of a VS Code server opens. Paths are absolute. */
export interface PageOptions {
  readonly workspaceFolder: string;
  readonly extensionFolder: string;
  readonly testModule?: string;
}

/** A VS Code server of its own on 127.0.0.1, with user data, extensions and a home folder that it alone uses. */
export class VSCodeServer {
  /** The home folder that the extension host sees. */
  readonly homeFolder: string;
  readonly #folder: string;
  /** Known once the server has bound a port that it chooses: one that was looked for before could be taken meanwhile. */
  #authority = '';
  readonly #token: string;
  readonly #child: ChildProcess;
  readonly #guard: { dispose(): void };

  private constructor(folder: string, token: string, child: ChildProcess) {
    this.#folder = folder;
    this.homeFolder = join(folder, 'home');
    this.#token = token;
    this.#child = child;
    this.#guard = onSuddenEnd(() => {
      this.#signal('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });
  }

  /**
   * Starts the server and waits until it answers. The extension host has a HOME of its own and no KUBECONFIG but the
   * one that `options.env` may give.
   */
  static async start(codeServer: CodeServer, options: ServerOptions): Promise<VSCodeServer> {
    const folder = await mkdtemp(join(tmpdir(), 'vcluster-vscode-'));
    const token = randomBytes(24).toString('hex');
    await writeFile(join(folder, 'token'), token, { mode: 0o600 });
    await Promise.all([mkdir(join(folder, 'home')), mkdir(join(folder, 'tmp'))]);
    await writeSettings(folder, options.settings ?? {});
    if (options.besideFolder !== undefined) {
      await cp(options.besideFolder, join(folder, 'extensions', 'beside'), { recursive: true });
    }
    const log = await open(logFile(folder), 'a', 0o600);
    const child = spawn(codeServer.node, serverArguments(codeServer, folder, options.workspaceTrust ?? false), {
      cwd: folder,
      detached: true,
      env: { ...inheritedEnvironment(), HOME: join(folder, 'home'), TMPDIR: join(folder, 'tmp'), ...options.env },
      stdio: ['ignore', log.fd, log.fd],
    });
    await log.close();
    const server = new VSCodeServer(folder, token, child);
    await server.#ready().catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    return server;
  }

  /** The address that opens a folder with the extension under development, and runs `testModule` when there is one. */
  page(options: PageOptions): string {
    const remote = (path: string): string => `vscode-remote://${this.#authority}${path}`;
    const payload = [['extensionDevelopmentPath', remote(options.extensionFolder)]];
    if (options.testModule !== undefined) {
      payload.push(['extensionTestsPath', remote(options.testModule)]);
    }
    const query = new URLSearchParams({ folder: options.workspaceFolder, payload: JSON.stringify(payload) });
    return `http://${this.#authority}/?tkn=${this.#token}&${query}`;
  }

  /** Replaces the settings. An open page may miss the change, one that is loaded after it does not. */
  async set(settings: Settings): Promise<void> {
    await writeSettings(this.#folder, settings);
  }

  /** The user's settings as the page has written them last. */
  async settings(): Promise<Settings> {
    return JSON.parse(await readFile(settingsFile(this.#folder, 'User'), 'utf8')) as Settings;
  }

  /** Everything that the server has printed. */
  async log(): Promise<string> {
    return readFile(logFile(this.#folder), 'utf8').catch(() => '');
  }

  /** Ends the server with all that it started and removes its folder. */
  async stop(): Promise<void> {
    this.#signal('SIGTERM');
    await Promise.race([this.#ended(), sleep(graceMs)]);
    this.#signal('SIGKILL');
    await this.#ended();
    this.#guard.dispose();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  async #ready(): Promise<void> {
    const until = Date.now() + startLimitMs;
    while (!(await this.#answers())) {
      if (this.#child.exitCode !== null || Date.now() > until) {
        throw new Error(`The VS Code server did not start. It printed:\n${await this.log()}`);
      }
      await sleep(100);
    }
  }

  async #answers(): Promise<boolean> {
    const [, authority] = /^Server bound to (\S+:\d+)/mu.exec(await this.log()) ?? [];
    this.#authority = authority ?? '';
    return authority !== undefined && (await answers(`http://${authority}/version`));
  }

  async #ended(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      await once(this.#child, 'exit');
    }
  }

  /** To the whole process group: the extension hosts and terminals are the server's children. */
  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-(this.#child.pid ?? Number.NaN), signal);
    } catch {
      // Nothing of the group is left.
    }
  }
}

async function answers(address: string): Promise<boolean> {
  return fetch(address, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );
}

function logFile(folder: string): string {
  return join(folder, 'server.log');
}

function settingsFile(folder: string, place: string): string {
  return join(folder, 'server', 'data', place, 'settings.json');
}

/** Those of the extension go beside the user's as well: there VS Code looks for what is scoped to a machine. */
async function writeSettings(folder: string, settings: Settings): Promise<void> {
  const own = Object.entries(settings).filter(([name]) => name.startsWith('vcluster.'));
  const places = { User: { ...quietSettings, ...settings }, Machine: Object.fromEntries(own) };
  for (const [place, content] of Object.entries(places)) {
    const file = settingsFile(folder, place);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(content, null, 2));
  }
}

/** Not through code-server's own entry, which drops the switch that makes the page read the development payload. */
function serverArguments(codeServer: CodeServer, folder: string, workspaceTrust: boolean): readonly string[] {
  return [
    codeServer.serverMain,
    '--accept-server-license-terms',
    '--enable-smoke-test-driver',
    ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...['--host', '127.0.0.1', '--port', '0', '--connection-token-file', join(folder, 'token')],
    ...['--server-data-dir', join(folder, 'server'), '--extensions-dir', join(folder, 'extensions')],
    ...['--telemetry-level', 'off'],
  ];
}

/** Without what belongs to an npm script, to a VS Code around this process, or to the developer's clusters. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(npm_|VSCODE_|ELECTRON_|XDG_|NODE_OPTIONS$|KUBECONFIG$|INIT_CWD$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
