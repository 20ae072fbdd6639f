import { setTimeout as sleep } from 'node:timers/promises';
import { format } from 'node:util';
import { launchBrowser } from '../../../scripts/browser.ts';
import { ensureCodeServer, type ReleaseName } from '../../../scripts/codeServer.ts';
import { rootFolder } from '../../../scripts/folder.ts';
import { ensureSystem } from '../../../scripts/system.ts';
import { VSCodeServer } from '../../../scripts/vscodeServer.ts';
import { suiteMark } from './mark.ts';
import type { SuiteFolder } from './suiteFolder.ts';

const limitMs = 10 * 60_000;

/**
 * Runs the suite in the VS Code that code-server carries, in a browser without a window, and prints what the extension
 * host prints. Throws when the suite failed or did not end.
 */
export async function runInServer(
  name: ReleaseName,
  folder: SuiteFolder,
  testModule: string,
  besideFolder: string | undefined,
): Promise<void> {
  await ensureSystem('browser');
  const server = await VSCodeServer.start(await ensureCodeServer(name, console.log), { env: folder.env, besideFolder });
  const transcript = new Transcript();
  try {
    const { workspaceFolder } = folder;
    const code = await exitCode(server.page({ workspaceFolder, extensionFolder: rootFolder, testModule }), transcript);
    if (code !== 0) {
      const why = code === undefined ? `it did not end within ${limitMs / 1000} s` : transcript.lastError;
      throw new Error(`The suite failed: ${why}`);
    }
  } catch (error) {
    if (!transcript.reported) {
      console.error(`VS Code did not come to run the suite. It said:\n${transcript.rest}\n${await server.log()}`);
    }
    throw error;
  } finally {
    await server.stop();
  }
}

/** What the suite ended with; undefined when it did not end in time. */
async function exitCode(address: string, transcript: Transcript): Promise<number | undefined> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const ended = new Promise<number>((resolve, reject) => {
      page.once('crash', () => reject(new Error('The page of VS Code crashed.')));
      const log = (_type: string, args: readonly unknown[]): void => transcript.add(args);
      void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code)).catch(reject);
      void page.exposeFunction('codeAutomationLog', log).catch(reject);
    });
    await page.goto(address);
    return await Promise.race([ended, sleep(limitMs, undefined, { ref: false })]);
  } finally {
    await browser.close();
  }
}

/** Prints what the suite prints as it comes, and keeps all else that VS Code says for the case that it never runs. */
class Transcript {
  reported = false;
  readonly #other: string[] = [];

  get rest(): string {
    return this.#other.join('\n');
  }

  /** What the extension host said when the suite was rejected, which is the last that it says. */
  get lastError(): string {
    return this.#other.findLast((text) => /^\w*Error\b/.test(text)) ?? 'VS Code does not say why';
  }

  add(args: readonly unknown[]): void {
    const text = format(...args);
    if (text.startsWith(suiteMark)) {
      this.reported = true;
      console.log(text.slice(suiteMark.length));
    } else {
      this.#other.push(text);
    }
  }
}
