import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** How a command is run. Output goes to this process's own unless it is captured. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly output?: 'inherit' | 'capture';
}

/** How a command ended: its exit code (128 + 9 when a signal ended it) and, when captured, what it printed. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end without a shell and without standard input. Throws only when it cannot be started. */
export function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const stream = options.output === 'capture' ? 'pipe' : 'inherit';
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', stream, stream],
    });
    const printed: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => printed.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => printed.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 137, output: Buffer.concat(printed).toString('utf8') }));
  });
}

/** As `run`, but an exit code other than 0 is an error that carries the end of the output. */
export async function runOrThrow(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { code, output } = await run(program, args, options);
  if (code !== 0) {
    const tail = output.trimEnd().split('\n').slice(-20).join('\n');
    throw new Error(`${[program, ...args].join(' ')} ended with ${code}.${tail === '' ? '' : `\n${tail}`}`);
  }
  return output;
}

/** The path of the first of `names` that is an executable file on PATH. */
export async function findOnPath(...names: readonly string[]): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if (await isExecutable(path)) {
      return path;
    }
  }
  return undefined;
}

/** Whether `path` can be run by this user. */
export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
