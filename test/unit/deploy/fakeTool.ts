import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A folder for programs that are small scripts of the Node that runs the tests, and for what they write. */
export class ToolBench {
  readonly folder: string;
  readonly bin: string;
  /** Where the folders of runs are made, so that a test sees what is left there. */
  readonly runs: string;

  private constructor(folder: string, bin: string, runs: string) {
    this.folder = folder;
    this.bin = bin;
    this.runs = runs;
  }

  static async open(): Promise<ToolBench> {
    const folder = await mkdtemp(join(tmpdir(), 'fake-tools-'));
    const [bin, runs] = await Promise.all([mkdtemp(join(folder, 'bin-')), mkdtemp(join(folder, 'runs-'))]);
    return new ToolBench(folder, bin, runs);
  }

  /** Makes a program that runs `code`, which may use `note(text)` to leave a line in the file NAME.log beside it. */
  async program(name: string, code: string): Promise<string> {
    const path = join(this.bin, name);
    const log = JSON.stringify(`${path}.log`);
    const head = `#!${process.execPath}\nconst fs = require('node:fs'); const path = require('node:path');
const args = process.argv.slice(2); const note = (text) => fs.appendFileSync(${log}, text + '\\n');\n`;
    await writeFile(path, `${head}${code}\n`);
    await chmod(path, 0o755);
    return path;
  }

  /** The lines that a program has noted. */
  async notes(name: string): Promise<readonly string[]> {
    const text = await readFile(join(this.bin, `${name}.log`), 'utf8').catch(() => '');
    return text.split('\n').filter(Boolean);
  }

  /** What runs have left behind. */
  left(): Promise<readonly string[]> {
    return readdir(this.runs);
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** Whether a process is still doing anything: neither gone nor waiting to be reaped. */
export async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/\) Z /u.test(stat);
}

export async function waitFor(condition: () => Promise<boolean>, what: string, ms = 5000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) {
      throw new Error(`${what} did not come about`);
    }
    await sleep(20);
  }
}
